import { checkClusters } from '../../../src/workflow/checks/check-clusters.js';
import type { Finding } from '../../../src/workflow/verdicts/finding.js';

const unknown = (application: string, cluster: string): Finding => ({
  rule: 'unknown-cluster',
  level: 'warning',
  message: `'${application}' goes to the cluster '${cluster}', which has no cluster Secret in Git`,
  object: `Application ${application}`,
});
const BOTH = [unknown('web', 'eu'), unknown('api', 'us')];

test('without any cluster Secret all clusters have one cause', () => {
  const told = checkClusters(BOTH, { clusters: [] });

  expect(new Set(told.map(({ message }) => message)).size).toBe(1);
  expect(told.map(({ detail }) => detail)).toEqual(["cluster 'eu'", "cluster 'us'"]);
});

test('beside known clusters each stands for itself', () => {
  expect(
    checkClusters(BOTH, {
      clusters: [{ name: 'other', server: 'https://other.example.com', type: 'kubeconfig', labels: {} }],
    }),
  ).toEqual(BOTH);
});
