import { shortenValues } from '../../../src/cluster/transport/shorten-values.js';

const long = 'x'.repeat(120);

test.each([
  {
    what: 'JSON',
    text: `spec.template: Invalid value: {"a":"}\\"{${long}","b":[{}]}: field is immutable`,
    told: 'spec.template: Invalid value: {…}: field is immutable',
  },
  {
    what: 'a Go struct',
    text: `Invalid value: core.PodTemplateSpec{A:map[string]string{"a":"${long}"}, B:[]int{1}}: field is immutable`,
    told: 'Invalid value: {…}: field is immutable',
  },
  { what: 'a list', text: `Invalid value: ["${long}"]: too many`, told: 'Invalid value: […]: too many' },
  {
    what: 'a string',
    text: `Invalid value: "${long}": must be no more than 63 characters`,
    told: `Invalid value: "${'x'.repeat(99)}…": must be no more than 63 characters`,
  },
  {
    what: 'one of several',
    text: `[a: Invalid value: 5: b, c: Invalid value: {"${long}":1}: d, e: Duplicate value: "f"]`,
    told: '[a: Invalid value: 5: b, c: Invalid value: {…}: d, e: Duplicate value: "f"]',
  },
])('of a long value only that it was there is told, and what is wrong with it: $what', ({ text, told }) => {
  expect(shortenValues(text)).toBe(told);
});

test.each([
  'Invalid value: {"a":1}: field is immutable',
  'Invalid value: 99999: must be between 1 and 65535',
  `Invalid value: {"a": "${long}`,
  `Invalid value: null: ${long}`,
  `Invalid value: ${long}`,
])('what is short, and what has no end, stays: %s', (text) => {
  expect(shortenValues(text)).toBe(text);
});
