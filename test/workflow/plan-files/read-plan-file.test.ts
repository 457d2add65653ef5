import { isDeepStrictEqual } from 'node:util';
import { GitopsError } from '../../../src/errors.js';
import { toJson } from '../../../src/manifest/to-json.js';
import { assertPlanFresh } from '../../../src/workflow/plan-files/assert-plan-fresh.js';
import { type PlanFile, sealPlanFile } from '../../../src/workflow/plan-files/plan-file.js';
import { readPlanFile } from '../../../src/workflow/plan-files/read-plan-file.js';
import { DAMAGES, placesIn, replaced } from '../../helpers/damage.js';

const PLAN: PlanFile = sealPlanFile({
  created: '2026-01-02T03:04:05.000Z',
  actor: 'tester',
  tool: '1.2.3',
  commit: 'a'.repeat(40),
  selection: { environments: ['prod'] },
  options: { prune: 'true' },
  clusters: { eu: 'uid' },
  applications: [
    {
      application: 'web-prod',
      cluster: 'eu',
      content: 'sha256:1',
      schedule: 'sha256:2',
      changes: [{ object: 'apps/Deployment/web/web', action: 'update', manifest: 'x', live: 'sha256:3' }],
      secrets: false,
    },
  ],
});
const TEXT = JSON.stringify(PLAN, null, 1);

/** Sealed again, as somebody would who means harm. */
function forged(change: object): string {
  const { apiVersion: _, kind: __, checksum: ___, ...plan } = PLAN;
  return JSON.stringify(sealPlanFile({ ...plan, ...change } as typeof plan));
}

test('with any value at any place, or cut off anywhere, a plan file is what was written, or an error', () => {
  const damaged = [
    ...placesIn(PLAN).flatMap((place) => DAMAGES.map((damage) => toJson(replaced(PLAN, place, damage)))),
    ...Array.from(TEXT, (_, at) => TEXT.slice(0, at)),
    ...Array.from(TEXT, (_, at) => `${TEXT.slice(0, at)}\0${TEXT.slice(at + 1)}`),
  ];
  const accepted = damaged.filter((text) => {
    try {
      return !isDeepStrictEqual(readPlanFile(text, 'a.plan'), PLAN);
    } catch (error) {
      return !(GitopsError.is(error) && error.code === 'WORKFLOW_PLAN_INVALID');
    }
  });

  expect(damaged.length).toBeGreaterThan(1_000);
  expect(accepted).toEqual([]);
});

test('a plan file is read back as it was written', () => {
  expect(readPlanFile(TEXT, 'a.plan')).toEqual(PLAN);
});

test.each([
  ['empty', '', 'is empty'],
  ['cut off', TEXT.slice(0, -20), 'is not JSON, or was cut off'],
  ['something else', '{"kind":"DiffResult"}', 'is not a plan file'],
  ['a list', '[]', 'is not a plan file'],
  [
    'of a later version',
    TEXT.replace('cdk8s-gitops.io/v1', 'cdk8s-gitops.io/v9'),
    "is of a version that is not known here: 'cdk8s-gitops.io/v9'",
  ],
  ['edited', TEXT.replace('sha256:3', 'sha256:4'), 'was edited or damaged: its checksum is another'],
  ['without a field', TEXT.replace('"tool": "1.2.3",', ''), 'cannot be used: tool is missing'],
  [
    'of wrong types',
    forged({ applications: [{ ...PLAN.applications[0], changes: 'all' }] }),
    "cannot be used: applications[0].changes is not a list: 'all'",
  ],
  [
    'with something to execute',
    forged({ command: 'rm -rf /' }),
    'cannot be used: command is a field that is not known here',
  ],
  [
    'with what a terminal obeys',
    forged({ actor: '\u001b[2J' }),
    'cannot be used: actor is too long, or not a text that can be shown',
  ],
  [
    'with a source that a terminal obeys',
    forged({
      applications: [
        { ...PLAN.applications[0], sources: [{ repoURL: '\u001b[2J', targetRevision: 'main', revision: 'a' }] },
      ],
    }),
    'cannot be used: applications[0].sources[0].repoURL is too long, or not a text that can be shown',
  ],
  ['with a date that is none', forged({ created: 'today' }), "cannot be used: created is not a date: 'today'"],
  [
    'with a name of the language',
    TEXT.replace('"eu": "uid"', '"__proto__": {"polluted": "yes"}'),
    'cannot be used: clusters.__proto__ is not a text',
  ],
  [
    'nested without end',
    `{"kind":"PlanFile","apiVersion":"cdk8s-gitops.io/v1","selection":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    'cannot be used: ',
  ],
])('a file that is %s is one clear error', (_, text, fault) => {
  expect(() => readPlanFile(text, 'a.plan')).toThrow(
    expect.objectContaining({
      code: 'WORKFLOW_PLAN_INVALID',
      message: expect.stringContaining(`'a.plan' ${fault}`),
      hint: expect.any(String),
    }),
  );
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test('a plan file holds for a day, or as long as is said, and is not from the future', () => {
  const made = Date.parse(PLAN.created);
  const hour = 3_600_000;
  const code = (age: number, maxAge?: number) => {
    try {
      assertPlanFresh(PLAN, 'a.plan', maxAge, made + age);
      return 'fresh';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  expect([
    code(24 * hour),
    code(24 * hour + 1),
    code(2 * hour, hour),
    code(72 * hour, 96 * hour),
    code(-hour),
    code(-60_000),
  ]).toEqual(['fresh', 'WORKFLOW_PLAN_EXPIRED', 'WORKFLOW_PLAN_EXPIRED', 'fresh', 'WORKFLOW_PLAN_EXPIRED', 'fresh']);
});

test.each([
  [1_000, '1 s'],
  [90_000, '90 s'],
  [300_000, '5 min'],
  [86_400_000, '24 h'],
])('the age that is too old is told in whole units: %d ms', (maxAge, words) => {
  expect(() => assertPlanFresh(PLAN, 'a.plan', maxAge, Date.parse(PLAN.created) + maxAge + 1)).toThrow(
    `'a.plan' was made ${PLAN.created}, longer ago than ${words}`,
  );
});
