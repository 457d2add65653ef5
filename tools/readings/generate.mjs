// Makes files by chance, always the same ones, asks Argo CD's own code what it reads in them, and keeps both:
// `node tools/readings/generate.mjs ORACLE`, where ORACLE is what record.sh builds.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';

const COUNT = 1200;
const SEED = 20_261_130;
const RESULT = 'test/render/source/readings.json';

const NUMBERS = [
  ...[
    '1',
    '-1',
    '0',
    '-0',
    '-0.0',
    '1.0',
    '1.5',
    '0644',
    '0o17',
    '0x1F',
    '0b11',
    '1_000',
    '1e3',
    '1E3',
    '1e21',
    '1.5e-7',
  ],
  ...['9007199254740991', '9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808'],
  ...[
    '9223372036854775808',
    '18446744073709551615',
    '18446744073709551616',
    '1e18',
    '12345678901234567.0',
    '1e400',
    '.5',
  ],
];
const SCALARS = [
  ...NUMBERS,
  ...[
    'yes',
    'no',
    'on',
    'y',
    'N',
    'true',
    'null',
    '~',
    '',
    'text',
    '"quoted"',
    "'single'",
    '2020-01-01',
    '1:30',
    '.inf',
  ],
  ...[
    '"\\u00e9\\n"',
    '"a\\/b"',
    '"\\ud83d\\ude00"',
    '!!str 5',
    '!!int "5"',
    '!!binary aGVsbG8=',
    '!custom x',
    '&a text',
    '*a',
  ],
  ...[
    '*unknown',
    '@a',
    '`a',
    '%a',
    'a: b',
    '- a',
    '[1, 2]',
    '{x: 1}',
    '{x: 1, x: 2}',
    '[a',
    '{a',
    '"a',
    "'a",
    'a #c',
    'a\tb',
  ],
  ...[
    '|\n    line\n    more',
    '|-\n    line',
    '>\n    folded\n    text',
    '|\n    ---\n    x',
    '"two\n    lines"',
    'two\n    lines',
  ],
  ...[
    '{{ .Values.x }}',
    '\u00a0',
    '"it\\\'s"',
    'a\u2028b',
    '"a\u2028b"',
    '"\\x41\\U0001F600"',
    '!!float 1',
    '!!null x',
    '!!set {a}',
    '!<tag:yaml.org,2002:str> 5',
    'é',
    '\u0085',
    '"\u0007"',
    '[1, 2,]',
    '{x}',
    '[&b 1, *b]',
    '<<',
    '=',
    '"<<"',
    '? x',
    ': x',
  ],
];
const JSON_SCALARS = [
  '1',
  '-0',
  '1.0',
  '1e3',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '1e18',
].concat([
  '1e400',
  '01',
  '"text"',
  '"\\u00e9"',
  '"\\/"',
  '"\\ud83d\\ude00"',
  'null',
  'true',
  '[]',
  '{"x":1,"x":2}',
  '[1,]',
  "'x'",
  '"\t"',
  'yes',
]);

const any = (...items) => fc.constantFrom(...items);
/** The first one mostly. */
const mostly = (usual, ...rest) =>
  fc.oneof(
    { weight: 3 * rest.length + 3, arbitrary: fc.constant(usual) },
    { weight: rest.length, arbitrary: any(...rest) },
  );
const name = any('a', 'b', 'c');
const version = mostly('v1', 'example.com/v1', 'a/b/c', '', '1', '1.10');
const kind = mostly('ConfigMap', 'List', 'ConfigMapList', 'Menu', '', '5', 'null');

const block = fc
  .tuple(version, kind, name, any(...SCALARS), any('x', '"x"', 'x.y', '5', 'yes', '<<', '? x', '1.50', '~'))
  .map(([v, k, n, value, key]) => `apiVersion: ${v}\nkind: ${k}\nmetadata:\n  name: ${n}\ndata:\n  ${key}: ${value}\n`);
const flow = fc
  .tuple(name, any(...SCALARS.filter((one) => !one.includes('\n'))))
  .map(([n, value]) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${n}}, data: {x: ${value}}}\n`);
const json = fc
  .tuple(kind, name, any(...JSON_SCALARS), any('', ' ', '\n  ', '\n\t'), any('\n', '\n', ' ', '', '\n\n'))
  .map(
    ([k, n, value, gap, end]) =>
      `{${gap}"apiVersion":"v1",${gap}"kind":"${k}",${gap}"metadata":{"name":"${n}"},${gap}"data":${value}}${end}`,
  );
const items = any(
  ...['items: []\n', 'items: null\n', 'items:\n', 'items: x\n', 'items: {}\n', 'items:\n- 5\n', 'items:\n- null\n'],
  ...[
    'items: null\nspec: {}\n',
    'items: null\nstatus:\n',
    'items: [{kind: X}]\n',
    'items: [[]]\n',
    'items: [1]\nspec: {}\n',
  ],
  'items:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: inner}\n',
  'items:\n- apiVersion: v1\n  kind: List\n  items:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: deep}}\n',
);
const list = fc
  .tuple(any('List', 'ConfigMapList', 'Menu'), items, any('', 'metadata: {name: list}\n', 'metadata: {}\n'))
  .map(([k, of, metadata]) => `apiVersion: v1\nkind: ${k}\n${metadata}${of}`);
const odd = any(
  ...[
    'a: 1\n',
    'kind: ConfigMap\nmetadata: {name: a}\n',
    'apiVersion: v1\nmetadata: {name: a}\n',
    '- 1\n',
    '5\n',
    'text\n',
    '[]\n',
    '{}\n',
  ],
  ...[
    'apiVersion: v1\nkind: ConfigMap\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: null\n',
    'null\n',
    '~\n',
    '# comment\n',
    '\n',
    '',
  ],
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 5}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nmetadata: {name: b}\nkind: ConfigMap\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: null, annotations: {}}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {a: b}}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: 1\n  y: 2\n  x: 3\n',
  'x: &x {a: 1, b: 2}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {<<: *x, b: 3}\n',
  'x: &x {a: 1}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 2, <<: *x}\n',
  'x: &x {a: 1}\ny: &y {a: 2, c: 3}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {<<: [*x, *y]}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n\tdata: {}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {\n\tx: y }\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: [\n',
  '# apiVersion: kind: metadata:\na: {{ .Values.a }}\n',
  '  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n',
  '"apiVersion": "v1"\n"kind": "ConfigMap"\n"metadata": {"name": "a"}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nlist:\n- 1\n-\n- - 2\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  cert: "-----BEGIN\n  x\n  -----END"\n',
);
const document = fc.oneof(
  { weight: 5, arbitrary: block },
  { weight: 2, arbitrary: flow },
  { weight: 4, arbitrary: json },
  { weight: 2, arbitrary: list },
  { weight: 4, arbitrary: odd },
);
const separator = mostly(
  '---\n',
  ...[
    '',
    '\n',
    '--- \n',
    '---\t\n',
    '--- # c\n',
    '---# c\n',
    '--- {a: 1}\n',
    '--- text\n',
    '----\n',
    '---x\n',
    ' ---\n',
    '...\n',
    '...\n---\n',
  ],
  ...[
    '---\n---\n',
    '\n---\n\n',
    '# c\n---\n# d\n',
    '---\n%YAML 1.2\n---\n',
    '%YAML 1.2\n---\n',
    '... # c\n',
    '\t\n',
    '---\n# only\n---\n',
  ],
);
const start = mostly(
  '',
  ...[
    '---\n',
    '\ufeff',
    '\ufeff---\n',
    '\n\n',
    '# c\n',
    '# c\n---\n',
    '%YAML 1.1\n---\n',
    '%YAML 1.2\n---\n',
    '%TAG ! x:\n---\n',
    ' ',
    '\t',
    '...\n',
  ],
  '--- {apiVersion: v1, kind: ConfigMap, metadata: {name: inline}}\n',
);
const end = mostly(
  '',
  ...['---', '---\n', '...', '...\n', '#c', '\n#\n', '\n# c\n', ' ', '}', '\n]', ' x', '\0', '---\n---\n', 'x\n'],
);
const yaml = fc
  .tuple(start, fc.array(fc.tuple(document, separator), { minLength: 1, maxLength: 3 }), end, mostly('\n', '\r\n'))
  .map(([first, parts, last, line]) => {
    const text = parts.map(([one, between], index) => (index === parts.length - 1 ? one : one + between)).join('');
    return `${first}${text}${last}`.replaceAll('\n', line);
  });
const question = fc.oneof(
  { weight: 7, arbitrary: yaml.map((text) => ({ name: 'a.yaml', text })) },
  { weight: 3, arbitrary: yaml.map((text) => ({ name: 'printed', text })) },
  {
    weight: 2,
    arbitrary: fc.tuple(start, json, end).map(([first, one, last]) => ({ name: 'a.json', text: first + one + last })),
  },
);

const questions = fc.sample(question, { numRuns: COUNT, seed: SEED });
const answers = JSON.parse(execFileSync(process.argv[2], { input: JSON.stringify(questions), maxBuffer: 1e9 }));
if (answers.length !== COUNT) throw new Error(`${answers.length} answers to ${COUNT} questions`);
const lines = questions.map((one, index) => JSON.stringify({ ...one, ...answers[index] }));
writeFileSync(RESULT, `[\n${lines.join(',\n')}\n]\n`);
