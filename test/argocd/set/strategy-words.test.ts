import { strategyWords } from '../../../src/argocd/set/strategy-words.js';

function told(strategy: unknown): readonly string[] {
  const set = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'a' },
    spec: { strategy },
  };
  return strategyWords(set).map(({ where, message }) => `${where} ${message}`);
}

const rolling = (step: object) => ({ type: 'RollingSync', rollingSync: { steps: [step] } });

test.each<[strategy: unknown, expected: string | undefined]>([
  [undefined, undefined],
  [{ type: 'AllAtOnce' }, undefined],
  [rolling({ matchExpressions: [{ key: 'env', operator: 'In', values: ['dev'] }], maxUpdate: '25%' }), undefined],
  [rolling({ maxUpdate: 1 }), undefined],
  [{ type: 'RolingSync' }, "spec.strategy.type is 'RolingSync', which Argo CD does not have"],
  [
    rolling({ matchExpressions: [{ key: 'env', operator: 'Exists' }] }),
    "spec.strategy.rollingSync.steps[0].matchExpressions[0].operator is 'Exists': it selects no Argo Application that has the label",
  ],
  [rolling({ maxUpdate: 'half' }), "spec.strategy.rollingSync.steps[0].maxUpdate is 'half', which is not a percentage"],
])('%j', (strategy, expected) => {
  expect(told(strategy)).toEqual(expected === undefined ? [] : [expected]);
});
