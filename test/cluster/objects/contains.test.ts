import { missingFields } from '../../../src/cluster/objects/contains.js';

test.each([
  { case: 'more in the live object is no difference', manifest: { a: 1 }, live: { a: 1, b: 2 }, missing: [] },
  { case: 'another value', manifest: { a: { b: 1 } }, live: { a: { b: 2 } }, missing: ['a.b'] },
  { case: 'an absent field', manifest: { a: { b: 1 } }, live: {}, missing: ['a'] },
  { case: 'what is empty may be absent', manifest: { a: {}, b: [], c: null }, live: {}, missing: [] },
  {
    case: 'lists without keys go item by item',
    manifest: { a: ['x', 'y'] },
    live: { a: ['x', 'z'] },
    missing: ['a[1]'],
  },
  { case: 'a shorter live list', manifest: { a: ['x', 'y'] }, live: { a: ['x'] }, missing: ['a[1]'] },
  { case: 'a list where there is none', manifest: { a: ['x'] }, live: { a: 'x' }, missing: ['a'] },
  {
    case: 'lists with keys are matched by them, whatever stands before',
    manifest: { containers: [{ name: 'web', image: 'b' }] },
    live: {
      containers: [
        { name: 'sidecar', image: 'x' },
        { name: 'web', image: 'a' },
      ],
    },
    missing: ['containers[0].image'],
  },
  {
    case: 'an item that is gone',
    manifest: { containers: [{ name: 'web' }] },
    live: { containers: [{ name: 'other' }] },
    missing: ['containers[0]'],
  },
])('$case', ({ manifest, live, missing }) => {
  expect(missingFields(manifest, live).map(({ field }) => field)).toEqual(missing);
});
