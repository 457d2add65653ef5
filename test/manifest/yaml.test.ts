import fc from 'fast-check';
import { GitopsError } from '../../src/errors.js';
import { canonicalJson } from '../../src/manifest/canonical.js';
import { deepEqual } from '../../src/manifest/equality.js';
import { goNumber } from '../../src/manifest/go-number.js';
import { parseJson } from '../../src/manifest/parse-json.js';
import { toJson } from '../../src/manifest/to-json.js';
import { parseObjects, parseYaml, toYaml } from '../../src/manifest/yaml.js';
import { anyString } from '../synth/overlays/arbitrary-objects.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();

/** Plain scalars and small documents whose meaning depends on the reader. */
const SCALARS =
  `yes Yes YES yEs no on off On y Y n N true True TRUE tRue false null Null NULL ~ 0644 0o644 -0o7 +0o7 0o8 010 08 09 0x1F 0X1f -0x1f +0x1 0b11 0B11 -0b1 0b2 1_000 1__0 _1 1_ +1 -1 1.0 1. .5 -.5 +.5
  1e3 1e+3 1E3 1.5e-3 e3 .e3 1e400 -0 +0 .inf -.inf +.inf .Inf .nan .NaN 1:30 190:20:30 1:30.5 2020-01-01 2001-12-14t21:59:43.10-05:00 2020-1-1 9007199254740991 18446744073709551616 = 0.1 1.10 1e21 0x 0b 0o 0xg 0_7
  -0_7 0.1_0 1_0.5 685.230_15e+03 . .. 0777 00 -010 12e03 Infinity NaN nil undefined 0. 00.5 1,000 a#b`.split(/\s+/);
const VALUES = [
  ...SCALARS,
  ...[
    '',
    '2001-12-14 21:59:43.10 -5',
    '!!str 5',
    '!!int "5"',
    '!!float 5',
    '!!bool "true"',
    '!!binary aGVsbG8=',
    '!!timestamp 2020-01-01',
    '!custom x',
    '!custom [1]',
    '!custom {a: 1}',
    '! 5',
    '"yes"',
    "'0644'",
  ],
  ...[
    '[yes, 0644]',
    '{yes: 1}',
    '{0644: 1}',
    '{1.5: a}',
    '{1_000: x}',
    '{0x10: x}',
    '{null: a}',
    '{[a]: b}',
    '{{a: b}: c}',
    '{a: 1, a: 2}',
    '{a: &a {b: 1}, c: {<<: *a, d: 2}}',
    '[&a 1, *a]',
    '&a [*a]',
    '*unknown',
  ],
  ...[
    '|\n  a\n  b',
    '>\n  a\n  b',
    '|-\n  a',
    '|+\n  a\n\n',
    '|2\n   a',
    '>-\n  a\n   b\n  c',
    '"a\nb"',
    '"multi\n  line"',
    'plain\n  multi\n  line',
    '"a\\\n  b"',
    '"\\x41\\u0041\\U0001F600"',
    "'it''s'",
  ],
  ...['a: b', '- 1', '[1,', '"unterminated', '"a" b', '%a', '@a', '`a', 'x #c', '#c', '"\\q"', '\t1'],
];
const DOCUMENTS = [
  '- a\n- b',
  '5',
  '',
  '# only\n',
  'v: 1\nv: 2\n',
  '? a\n: b\n',
  'v: 1\n w: 2\n',
  '\tv: 1\n',
  '---\nv: 1\n...\n',
  '--- {v: 1}\n',
  '\ufeffv: 1\n',
  'v: 1\r\nw: 2\r\n',
  'v:\n- 1\n',
  '{"a": [1, 2.5, null, true]}',
  '%YAML 1.1\n---\nv: yes\n',
];

function readAsGoText(text: string): Promise<string> {
  return kustomize().readAsGo(text);
}

/** JSON, or what kind of failure. */
async function readAsGo(text: string): Promise<unknown> {
  try {
    return JSON.parse(await readAsGoText(text));
  } catch (error) {
    return GitopsError.is(error) ? 'refused' : error;
  }
}

function read(text: string): unknown {
  try {
    const documents = parseYaml(text, 'file.yaml');
    return documents.length === 0 ? null : documents[0];
  } catch (error) {
    return GitopsError.is(error) && error.code === 'MANIFEST_INVALID_YAML' ? 'refused' : error;
  }
}

describe('parseYaml', () => {
  test('reads values as the reader of kubectl and Argo CD does, and refuses what it refuses', async () => {
    const texts = [...VALUES.map((value) => `v: ${value}\n`), ...DOCUMENTS];
    const answers = await Promise.all(texts.map(async (text) => [text, await readAsGo(text)]));

    expect(texts.map((text) => [text, read(text)])).toEqual(answers);
  });

  test('keeps numbers as the decoders of Kubernetes do, with all digits of 64 bits', async () => {
    const numbers = [
      ...['9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808', '0x7FFFFFFFFFFFFFFF'],
      ...['9223372036854775808', '18446744073709551615', '18446744073709551616', '0xFFFFFFFFFFFFFFFF', '1e15', '1e18'],
      ...['1e21', '12345678901234567.0', '9_223_372_036_854_775_807', '-0', '-0.0', '1.7976931348623157e308', '5e-324'],
    ];
    const written = await Promise.all(numbers.map((number) => kustomize().readAsGo(`v: ${number}\n`)));

    // Go's JSON still has 18446744073709551615 and -0; a decoder of Kubernetes reads a double and 0.
    expect(numbers.map((number) => toJson(read(`v: ${number}\n`)))).toEqual(
      written.map((json) => toJson(parseJson(json))),
    );
    expect(written.slice(0, 5)).toEqual(written.slice(0, 5).map((json) => toJson(parseJson(json))));
  });

  test('keeps every whole number of 64 bits through all that reads and writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (number) => {
        const document = { v: goNumber(String(number)), s: String(number), n: [{ '\n': goNumber(String(number)) }] };
        const json = `{"v":${number},"s":"${number}","n":[{"\\n":${number}}]}`;
        expect(toJson(document)).toBe(json);
        expect(parseJson(json)).toEqual(document);
        expect(read(toYaml(document))).toEqual(document);
        expect(parseJson(canonicalJson(document))).toEqual(document);
        expect(deepEqual(parseJson(json), document)).toBe(true);
        expect(deepEqual({ ...document, v: goNumber(String(number ^ 1n)) }, document)).toBe(false);
        expect(parseJson(await readAsGoText(toYaml(document)))).toEqual(document);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('refuses aliases that make much out of little', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    );

    expect(() => parseYaml(`l0: &l0 [x]\n${levels.join('\n')}\n`, 'bomb.yaml')).toThrow(
      /aliases make more than 1000000 values/,
    );
  });

  test('refuses aliases that make a long text many times over, or many values without maps and lists', () => {
    const long = `a: &a ${'x'.repeat(1_000_000)}\nb: [${Array(70).fill('*a').join(', ')}]\n`;
    const many = `a: &a [${Array(10_000).fill('1').join(', ')}]\nb: [${Array(7_000).fill('*a').join(', ')}]\n`;
    for (const bomb of [long, many])
      expect(() => parseYaml(bomb, 'bomb.yaml')).toThrow(/aliases make more than 64 MiB of it/);
    expect(parseYaml(long.replace(/b: .*/, 'b: [*a, *a]'), 'a.yaml')).toHaveLength(1);
  });

  test('reads both forms of quoted text over several lines, as Go does', () => {
    expect(parseYaml('a:\n  b: "one\n  two"\n  c: \'three\n  four\'\n  d: 0644\n', 'a.yaml')).toEqual([
      { a: { b: 'one two', c: 'three four', d: 420 } },
    ]);
  });

  test('names file and line of a fault', () => {
    expect(() => parseYaml('a: 1\nb: [\n', 'a.yaml')).toThrow(
      expect.objectContaining({ source: expect.objectContaining({ file: 'a.yaml', line: 3 }) }),
    );
  });
});

describe('parseObjects', () => {
  test('takes lists apart and leaves empty documents out', () => {
    const item = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}`;
    const objects = parseObjects(
      `---\n# nothing\n---\n${item('a')}\n---\napiVersion: v1\nkind: List\nitems: [${item('b')}, ${item('c')}]\n`,
      'a.yaml',
    );

    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
  });

  test('tells every document that is no object, with its line and what it lacks', () => {
    const text =
      '# a\n---\n\n# b\nkind: Service\nmetadata: {name: 123}\n--- # c\napiVersion: v1\nkind: X\nmetadata: {name: x}\n---\n---\n- 1\n';

    const thrown = (): readonly GitopsError[] => {
      try {
        return parseObjects(text, 'a.yaml') && [];
      } catch (error) {
        return GitopsError.each(error as GitopsError);
      }
    };

    expect(thrown().map(({ message, source }) => [source?.line, message])).toEqual([
      [5, "a.yaml is not a Kubernetes object: apiVersion missing, metadata.name is not a text: '123'"],
      [13, 'a.yaml is not a Kubernetes object: apiVersion, kind, metadata.name missing'],
    ]);
  });

  test('says of a name that YAML takes for something else how it becomes one', () => {
    expect(() => parseObjects('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n', 'a.yaml')).toThrow(
      expect.objectContaining({
        message: "a.yaml is not a Kubernetes object: metadata.name is not a text: 'true'",
        hint: expect.stringContaining('Put it in quotes'),
      }),
    );
  });

  test('refuses what is no object', () => {
    expect(() => parseObjects('a: 1', 'a.yaml')).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID_OBJECT' }));
  });
});

test('what is written is read back as the same value, by Go and by us', async () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      anyString,
      anyString,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(anyString, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const same = fc.dictionary(fc.constantFrom('a', 'b'), value, { minKeys: 1 });

  await fc.assert(
    fc.asyncProperty(same, async (written) => {
      const text = toYaml(written);
      const expected = JSON.parse(JSON.stringify(written));
      expect(read(text)).toEqual(expected);
      expect(await readAsGo(text)).toEqual(expected);
    }),
    { numRuns: 400, seed: 4 },
  );
});
