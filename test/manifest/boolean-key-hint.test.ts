import { booleanKeyHint, booleanKeyHintIn } from '../../src/manifest/boolean-key-hint.js';
import { object, readShape, text } from '../../src/manifest/shape.js';
import { parseYaml } from '../../src/manifest/yaml.js';
import { readManifestFile } from '../../src/render/source/read-manifest-file.js';

// Of resolve.go of go-yaml v2, with which kubectl and Argo CD read; `y` and `yes` are in recorded readings too.
test.each<readonly [key: string, read: string]>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((key) => [key, 'true'] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False'].map((key) => [key, 'false'] as const),
  ...["'on'", '"y"', 'yEs', 'oN', 'yess', 'o'].map((key) => [key, key.replaceAll(/['"]/g, '')] as const),
  ['0x10', '16'],
  ['1.50', '1.5'],
  ['2001-01-01', '2001-01-01'],
])('the key %s is read as %s, as Go reads it, in every form of a mapping', (key, read) => {
  for (const data of [`\n  ${key}: a\n`, ` {${key}: a}\n`]) {
    const { objects, problems } = readManifestFile(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:${data}`,
      'a.yaml',
    );

    expect([problems, objects.map((one) => one['data'])]).toEqual([[], [{ [read]: 'a' }]]);
  }
});

test.each([
  ['true', /^Put the key in quotes: .*'y', 'yes' or 'on' without quotes as true/],
  ['false', /'n', 'no' or 'off' without quotes as false/],
])('a field %s that nothing knows has a hint with the keys that people write', (field, hint) => {
  expect(booleanKeyHint(field)).toMatch(hint);
  const { problems } = readShape({ [field]: 'a' }, object({ branch: text }));
  expect(problems).toMatchObject([{ hint: expect.stringMatching(hint) }]);
});

test('a field with any other name has none, and a file of ours is read in the same way', () => {
  expect(booleanKeyHint('on')).toBeUndefined();
  const { problems } = readShape(parseYaml('branch: main\non: push\n', 'a.yaml')[0], object({ branch: text }));
  expect(problems).toMatchObject([{ hint: expect.stringContaining("'on'") }]);
});

test.each([
  ['strict decoding error: unknown field "spec.template.true"', 'true'],
  [
    'failed to create typed patch object (shop/w; apps/v1, Kind=Deployment): .spec.false: field not declared in schema',
    'false',
  ],
  ['spec.true: unknown field', 'true'],
])('the hint is that of the field in a refusal: %s', (refusal, field) => {
  expect(booleanKeyHintIn(refusal)).toBe(booleanKeyHint(field));
  expect(booleanKeyHintIn(refusal.replace(field, 'image'))).toBeUndefined();
});
