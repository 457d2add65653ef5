import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anything, checkShape, list, object, text, textThat } from '../../src/manifest/shape.js';
import { parseYaml } from '../../src/manifest/yaml.js';
import { CHECK_RULES } from '../../src/workflow/verdicts/finding.js';
import { judge } from '../../tools/foreign/judge.mjs';

const RULE = textThat('is not a rule of check', (rule) => Object.hasOwn(CHECK_RULES, rule));
const VERDICTS = list(object({ rule: RULE, message: text, is: anything, evidence: text }, ['rule', 'is', 'evidence']));
const REPOSITORY = object(
  {
    name: text,
    commit: textThat('is no commit', (id) => /^[0-9a-f]{40}$/.test(id)),
    make: text,
    folder: text,
    render: text,
    verdicts: VERDICTS,
  },
  ['name', 'commit', 'make'],
);

const finding = (rule: string, message: string, places: number) => ({
  rule,
  level: 'error',
  message,
  places: Array.from({ length: places }),
});

test('verdicts name rules that there are, and say why', () => {
  const text = readFileSync(join(import.meta.dirname, '../../tools/foreign/verdicts.yaml'), 'utf8');

  expect(
    checkShape(parseYaml(text, 'verdicts.yaml')[0], object({ common: VERDICTS, repositories: list(REPOSITORY) })),
  ).toEqual([]);
});

test('findings are counted by the first verdict that fits, and those without any are listed', () => {
  const judged = judge(
    [
      finding('dead-patch', "'a' (x.yaml) changes nothing", 2),
      finding('dead-patch', "'b' selects no object", 0),
      finding('missing-path', 'anything', 0),
      finding('no-objects', 'new', 0),
    ],
    [
      { rule: 'dead-patch', message: "'*' (x.yaml) changes*", is: true, evidence: 'built without it' },
      { rule: 'dead-patch', is: false, evidence: 'it is used' },
      { rule: 'missing-path', is: 'unverifiable', evidence: 'elsewhere' },
    ],
  );

  expect(judged).toMatchObject({
    true: 1,
    false: 1,
    unverifiable: 1,
    unjudged: 1,
    wrong: [{ message: "'b' selects no object" }],
    without: [{ rule: 'no-objects' }],
    rules: { 'dead-patch': { error: 2, warning: 0, places: 4 } },
  });
});
