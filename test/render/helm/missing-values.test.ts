import { FileSet } from '../../../src/files/file-set.js';
import { missingValues } from '../../../src/render/helm/missing-values.js';

const chart = (template: string, values: string) =>
  FileSet.of({
    'charts/a/Chart.yaml': 'name: a',
    'charts/a/values.yaml': values,
    'charts/a/templates/x/a.yaml': template,
  });

test.each([
  ['{{ .Values.name }}', 'name: web', []],
  ['{{ .Values.name }}', '', ['name']],
  ['{{ .Values.name }}', 'name:', ['name']],
  ['{{ .Values.name }}', 'name: ""', ['name']],
  ['{{ .Values.count }}{{ .Values.flag }}', 'count: 0\nflag: false', []],
  ['{{ .Values.on }}', 'on: false', ['on']], // YAML 1.1: the key is true
  ['{{ $.Values.a.b.c }}', 'a: {b: {}}', ['a.b.c']],
  ['{{ .Values.a.b }}{{ .Values.a }}', 'a: text', ['a.b']],
  ['{{ .Values.z }}{{ .Values.a }}{{ .Values.z }}', '', ['a', 'z']],
  ['{{/* the end of a sentence: .Values.name. */}}', 'name: x', []],
  ['{{ toYaml .Values }}', '', []],
  ['{{ .Values.name }}', '{broken', ['name']],
])('%s with %j misses %j', (template, values, missing) => {
  expect(missingValues(chart(template, values), 'charts/a')).toEqual(missing);
});

test('what is no template names nothing', () => {
  const files = FileSet.of({ 'a/README.md': '.Values.name', 'a/templatesx/a.yaml': '{{ .Values.name }}' });
  expect(missingValues(files, 'a')).toEqual([]);
});
