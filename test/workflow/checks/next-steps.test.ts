import { nextSteps } from '../../../src/workflow/checks/next-steps.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const finding = (rule: Finding['rule'], message = '', level: Finding['level'] = 'warning'): Finding => ({
  rule,
  level,
  message,
});

test.each([
  ['a cluster that is not known', finding('unknown-cluster'), '--clusters'],
  ['an ApplicationSet that makes nothing', finding('no-applications'), '--clusters'],
  ['an AppProject that is not known', finding('unknown-project'), '--argocd-settings'],
  ['charts in a kustomization', finding('render-failed', 'must specify --enable-helm', 'error'), '--argocd-settings'],
  ['a generator that asks', finding('not-expanded', 'and no answer of it was recorded'), '--parameters'],
  ['what is not in the cache', finding('unsupported-source', 'and nothing is fetched with --offline'), '--offline'],
])('%s has a next step, before that of a baseline', (_, one, option) => {
  expect(nextSteps([one, finding('dead-patch')], false)).toEqual([
    expect.stringContaining(option),
    expect.stringContaining('--update-baseline'),
  ]);
  expect(nextSteps([one], true)).toEqual([expect.stringContaining(option)]);
});

test('nothing is next where nothing is found, or nothing was looked at', () => {
  expect(nextSteps([], false)).toEqual([]);
  expect(nextSteps([finding('nothing-found', '', 'error')], false)).toEqual([]);
});
