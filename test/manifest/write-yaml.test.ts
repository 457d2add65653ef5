import fc from 'fast-check';
import { dump } from 'js-yaml';
import { canonicalJson } from '../../src/manifest/canonical.js';
import { writeYaml } from '../../src/manifest/write-yaml.js';
import { parseYaml } from '../../src/manifest/yaml.js';

const OPTIONS = { lineWidth: -1, noRefs: true };
/**
 * Strings as they stand in manifests, and strings made to confuse; but for those that js-yaml leaves bare and
 * should not: what only Go takes for numbers, marks of documents.
 */
const anyText = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9/.:_ -]{0,12}$/),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    'yes',
    'No',
    'on',
    'null',
    '~',
    '1.10',
    '0x1f',
    '1e3',
    '1:30',
    'a:',
    'a: b',
    '- a',
    '#a',
    'a #b',
    '',
    ' ',
    '\n',
    'a\n',
    'a\nb',
    ' a\n b\n',
    'a\n\n',
    '2020-01-01',
    'nan',
    '.inf',
    'x\ty',
    'y',
    'é',
    '=',
    '<<',
    '---',
  ),
);
const text = anyText.filter((value) => !/^[-+.\d].*[_oO]|^(---|\.\.\.)/.test(value));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('the bytes are those of js-yaml, without the end mark of a document', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(json), fc.dictionary(text, json, { noNullPrototype: true })), (value) => {
      expect(withoutEnd(writeYaml(value))).toBe(withoutEnd(dump(value, OPTIONS)));
    }),
    { numRuns: 3000, seed: 1 },
  );
});

test('what was written is read back as the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(text, json, { maxKeys: 3, minKeys: 1, noNullPrototype: true }), (value) => {
      // Large numbers are read as the same digits, and not always as the same type.
      expect(canonicalJson(parseYaml(writeYaml(value), 'x.yaml'))).toBe(canonicalJson([value]));
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test.each(['---', '--- -', "--- it's", '...', '... a'])('%s as a key does not end the document', (key) => {
  expect(parseYaml(writeYaml({ [key]: 1, a: { [key]: [key] } }), 'x.yaml')).toEqual([
    { [key]: 1, a: { [key]: [key] } },
  ]);
});

test.each(['-0o7', '+0o17'])('%s is quoted, because Go would read a number', (number) => {
  expect(writeYaml({ a: number, b: [number] })).toBe(`a: '${number}'\nb:\n  - '${number}'\n`);
});

test('lines of a block that look like numbers stay as they are', () => {
  const value = { data: { file: 'mode: -0o7\n-0o7\n' } };

  expect(parseYaml(writeYaml(value), 'x.yaml')).toEqual([value]);
});

function withoutEnd(document: string): string {
  return document.replace(/\n\.\.\.\n$/, '\n');
}
