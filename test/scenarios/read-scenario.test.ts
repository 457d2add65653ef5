import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeScenario } from './runner/judge-scenario.js';
import { normalOrder } from './runner/order.js';
import { readScenario } from './runner/read-scenario.js';
import { readRecord, writeRecord } from './runner/record.js';
import type { StepReport } from './runner/run-scenario.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'scenario-'));
  mkdirSync(join(directory, 'step-1'));
  writeFileSync(join(directory, 'step-1/all.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const HEAD = 'title: A title\nshows: A reason\n';
const read = (text: string) => {
  writeFileSync(join(directory, 'scenario.yaml'), HEAD + text);
  return readScenario('made-up', directory);
};

test.each([
  ['an unknown key', 'steps: [{sync: null, expects: {}}]\n', "steps[0] has the unknown key 'expects'"],
  [
    'an unknown word',
    'steps: [{sync: null, expect: {outcome: ok}}]\n',
    "steps[0].expect.outcome is 'ok', and must be one of 'succeeded', 'failed', 'refused'",
  ],
  [
    'a line of the order in a wrong form',
    'steps: [{sync: null, expect: {order: [made ConfigMap/a]}}]\n',
    "steps[0].expect.order[0]: 'made ConfigMap/a' has the wrong form",
  ],
  [
    'two actions in one step',
    'steps: [{sync: null, commit: step-1}]\n',
    'steps[0]: a step does one of commit, sync, refresh, remove, apply, patch, scale, delete, wait; this one has commit, sync',
  ],
  [
    'an expectation of what is no look',
    'steps: [{commit: step-1, expect: {}}, {sync: null}]\n',
    "steps[0]: 'expect' goes with sync or refresh or remove, not with commit",
  ],
  [
    'a folder that is not there',
    'steps: [{commit: step-2}, {sync: null}]\n',
    "steps[0]: there is no folder 'step-2' beside scenario.yaml",
  ],
  [
    'a row that is not documented',
    'steps: [{sync: null, differs: {order: because}}]\n',
    "steps[0]: docs/argo-differences.md has no row 'because'",
  ],
  [
    'an application that is not there',
    'steps: [{sync: {application: third}}]\n',
    "application 'third' is not among 'applications'",
  ],
  ['no look at all', 'steps: [{commit: step-1}]\n', "nothing is looked at: add a step 'sync', 'refresh' or 'remove'"],
  ['no steps', 'timeoutSeconds: 1\n', "the file must have required property 'steps'"],
])('%s in a scenario is told with its place', (_, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('every mistake is told at once', () => {
  expect(() => read('steps: [{commit: nowhere}, {apply: elsewhere}, {sync: null}]\n')).toThrow(
    /nowhere[\s\S]*elsewhere/,
  );
});

test('a recorded answer is refused once the scenario asks something else', () => {
  const scenario = read('steps: [{commit: step-1}, {sync: null}]\n');
  writeRecord(scenario, 'v3.2.11', [report({})]);
  expect(readRecord(scenario)?.steps).toHaveLength(1);

  writeFileSync(join(directory, 'step-1/all.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n');

  expect(() => readRecord(scenario)).toThrow(
    'answers another version of the scenario: npm run test:argocd -- --record made-up',
  );
});

test('a recorded answer stays good when only the expectation changes', () => {
  writeRecord(read('steps: [{commit: step-1}, {sync: null}]\n'), 'v3.2.11', [report({})]);

  expect(readRecord(read('steps: [{commit: step-1}, {sync: null, expect: {outcome: succeeded}}]\n'))).toBeDefined();
});

test("what differs from Argo CD's answer has to be declared, and only that", () => {
  const steps = (differs: string) => read(`steps: [{commit: step-1}, {sync: null${differs}}]\n`);
  const ours = report({ order: ['created ConfigMap/a'] });
  const argo = [{ step: 2, outcome: 'succeeded' as const, order: [], health: {}, sync: {} }];

  expect(judgeScenario(steps(''), [ours], argo)).toEqual([
    expect.stringContaining("the order is not Argo CD's, and 'differs' does not say why"),
  ]);
  expect(judgeScenario(steps(', differs: {order: order}'), [ours], argo)).toEqual([]);
  expect(judgeScenario(steps(', differs: {order: order, outcome: last-wave}'), [ours], argo)).toEqual([
    "step 2: 'differs' says that the outcome differs from Argo CD's, which it does not: remove it",
  ]);
});

test('a pending scenario may fail, and must not pass', () => {
  const scenario = read(
    'pending: not built so far\nsteps: [{commit: step-1}, {sync: null, expect: {outcome: failed}}]\n',
  );

  expect(judgeScenario(scenario, [report({})])).toEqual([]);
  expect(judgeScenario(scenario, [report({ answer: { outcome: 'failed', message: '', codes: [] } })])).toEqual([
    "it passes: remove 'pending: not built so far' from its scenario.yaml",
  ]);
});

test('lines may change places only within a wave, and there only with their own kind or as deletions', () => {
  const waves = new Map([
    ['ConfigMap/late', '1'],
    ['ConfigMap/later', '1'],
  ]);

  expect(normalOrder(['updated ConfigMap/b', 'created ConfigMap/a', 'created Secret/c'], { waves })).toEqual([
    'created ConfigMap/a',
    'updated ConfigMap/b',
    'created Secret/c',
  ]);
  expect(
    normalOrder(['deleted ConfigMap/later', 'deleted ConfigMap/late', 'deleted Secret/b', 'deleted ConfigMap/a'], {
      waves,
    }),
  ).toEqual(['deleted ConfigMap/late', 'deleted ConfigMap/later', 'deleted ConfigMap/a', 'deleted Secret/b']);
});

function report(part: Partial<StepReport>): StepReport {
  return {
    index: 1,
    answer: { outcome: 'succeeded', message: '', codes: [] },
    order: [],
    problems: [],
    health: {},
    sync: {},
    ...part,
  };
}
