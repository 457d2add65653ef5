import { rollingTurns } from '../../../src/argocd/set/rolling-sync.js';

const applications = [
  ['a', { stage: 'dev' }],
  ['b', { stage: 'prod', region: 'eu' }],
  ['c', { stage: 'prod', region: 'us' }],
  ['d', {}],
].map(([name, labels]) => ({ metadata: { name: name as string, labels: labels as Record<string, string> } }));
const expression = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });
const turns = (steps: readonly object[], type = 'RollingSync') =>
  Object.fromEntries(
    [
      ...rollingTurns(
        {
          apiVersion: 'v1',
          kind: 'ApplicationSet',
          metadata: { name: 's' },
          spec: { strategy: { type, rollingSync: { steps } } },
        },
        applications,
      ),
    ].map(([name, { step, batch }]) => [name, `${step}.${batch}`]),
  );
const step = (maxUpdate?: number | string, ...matchExpressions: object[]) => ({
  matchExpressions,
  ...(maxUpdate === undefined ? {} : { maxUpdate }),
});

test.each([
  [
    'In wants the label',
    [step(undefined, expression('stage', 'In', 'dev')), step(undefined, expression('stage', 'In', 'prod', 'x'))],
    { a: '0.0', b: '1.0', c: '1.0' },
  ],
  [
    'NotIn takes those without the label too',
    [step(undefined, expression('stage', 'NotIn', 'prod'))],
    { a: '0.0', d: '0.0' },
  ],
  [
    'all expressions count',
    [step(undefined, expression('stage', 'In', 'prod'), expression('region', 'NotIn', 'us'))],
    { b: '0.0' },
  ],
  [
    'the first step that selects counts',
    [step(undefined, expression('region', 'In', 'us')), step()],
    { a: '1.0', b: '1.0', c: '0.0', d: '1.0' },
  ],
  [
    'another operator selects nothing that has the label',
    [step(undefined, expression('stage', 'Exists'))],
    { d: '0.0' },
  ],
  ['maxUpdate makes batches', [step(3)], { a: '0.0', b: '0.0', c: '0.0', d: '0.1' }],
  ['as a share, rounded down', [step('50%')], { a: '0.0', b: '0.0', c: '0.1', d: '0.1' }],
  ['and at least one', [step('10%')], { a: '0.0', b: '0.1', c: '0.2', d: '0.3' }],
  ['also where it is zero', [step(0, expression('stage', 'In', 'prod'))], { b: '0.0', c: '0.1' }],
])('%s', (_, steps, expected) => {
  expect(turns(steps)).toEqual(expected);
});

test('another strategy, none, and broken ones have no turns', () => {
  expect(turns([step()], 'AllAtOnce')).toEqual({});
  for (const spec of [
    {},
    { strategy: null },
    { strategy: { type: 'RollingSync' } },
    { strategy: { type: 'RollingSync', rollingSync: { steps: [null, 'x'] } } },
    null,
  ])
    expect(
      rollingTurns({ apiVersion: 'v1', kind: 'ApplicationSet', metadata: { name: 's' }, spec }, applications).size,
    ).toBe(0);
});
