import { conflictsOf, decideConflicts, type FieldConflict } from '../../../src/cluster/objects/conflicts.js';
import { GitopsError } from '../../../src/errors.js';

test('reads field, manager and subresource out of the answer', () => {
  const causes = [
    {
      reason: 'FieldManagerConflict',
      message: 'conflict with "kubectl" with subresource "scale" using apps/v1',
      field: '.spec.replicas',
    },
    { reason: 'FieldManagerConflict', message: 'conflict with "helm" using v1', field: '.data.a' },
    { reason: 'Other', message: 'x', field: '.y' },
  ];

  expect(conflictsOf(new GitopsError('CLUSTER_CONFLICT', 'conflict', { data: { causes } }))).toEqual([
    { field: '.spec.replicas', manager: 'kubectl', subresource: 'scale' },
    { field: '.data.a', manager: 'helm' },
  ]);
  expect(conflictsOf(new GitopsError('CLUSTER_CONFLICT', 'the object has been modified'))).toEqual([]);
});

const decision = (conflict: FieldConflict, policy: Parameters<typeof decideConflicts>[1]): string =>
  Object.entries(decideConflicts([conflict], policy)).find(([, conflicts]) => conflicts.length > 0)![0];

test.each([
  { manager: 'kubectl-edit', field: '.data.a', choice: 'take' },
  { manager: 'kubectl', field: '.spec.replicas', subresource: 'scale', choice: 'take' },
  { manager: 'k9s', field: '.spec.replicas', choice: 'take' },
  { manager: 'kubectl-client-side-apply', field: '.data.a', choice: 'take' },
  { manager: 'kube-controller-manager', field: '.spec.replicas', subresource: 'scale', choice: 'yield' },
  { manager: 'keda-operator', field: '.spec.replicas', subresource: 'scale', choice: 'yield' },
  { manager: 'kube-controller-manager', field: '.spec.template', choice: 'fail' },
  { manager: 'helm', field: '.data.a', choice: 'fail' },
  { manager: 'argocd-controller', field: '.data.a', choice: 'fail' },
  { manager: 'kubectlish-operator', field: '.data.a', choice: 'fail' },
])('by itself: $choice $field of $manager', ({ choice, ...conflict }) => {
  expect(decision(conflict, 'auto')).toBe(choice);
  expect(decision(conflict, 'inspect')).toBe(choice === 'fail' ? 'take' : choice);
  expect([decision(conflict, 'take'), decision(conflict, 'yield'), decision(conflict, 'fail')]).toEqual([
    'take',
    'yield',
    'fail',
  ]);
});
