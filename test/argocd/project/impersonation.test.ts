import type { ArgoAppProject } from '../../../src/argocd/project/app-project.js';
import { impersonatedUser, isImpersonationEnabled } from '../../../src/argocd/project/impersonation.js';

const SERVER = 'https://eu.example.com';
type Accounts = ArgoAppProject['spec']['destinationServiceAccounts'];
const userOf = (accounts: Accounts, namespace?: string) =>
  impersonatedUser(
    { spec: { sourceRepos: [], destinations: [], destinationServiceAccounts: accounts } },
    {
      metadata: { name: 'a', namespace: 'team-a' },
      spec: { project: 'shop', destination: { name: 'eu', ...(namespace ? { namespace } : {}) } },
    },
    SERVER,
    'argocd',
  );
const account = (more: object) => ({ server: '*', namespace: '*', defaultServiceAccount: 'deployer', ...more });

test.each<[accounts: Accounts, namespace: string | undefined, user: string]>([
  [[account({})], 'shop', 'system:serviceaccount:shop:deployer'],
  [[account({ defaultServiceAccount: 'ops:deployer' })], 'shop', 'system:serviceaccount:ops:deployer'],
  [
    [account({ namespace: 'other' }), account({ defaultServiceAccount: 'second' })],
    'shop',
    'system:serviceaccount:shop:second',
  ],
  [[account({ server: 'https://*.example.com', namespace: 'sh*' })], 'shop', 'system:serviceaccount:shop:deployer'],
  [[account({})], undefined, 'system:serviceaccount:team-a:deployer'],
])('%j for namespace %s', (accounts, namespace, user) => {
  expect(userOf(accounts, namespace)).toEqual({ user });
});

test.each<[accounts: Accounts, problem: string]>([
  [
    undefined,
    "no destinationServiceAccounts entry matches the cluster 'https://eu.example.com' and the namespace 'shop'",
  ],
  [
    [account({ server: 'https://us.example.com' })],
    "no destinationServiceAccounts entry matches the cluster 'https://eu.example.com' and the namespace 'shop'",
  ],
  [
    [account({ namespace: undefined })],
    "no destinationServiceAccounts entry matches the cluster 'https://eu.example.com' and the namespace 'shop'",
  ],
  [[account({ defaultServiceAccount: ' ' })], "the defaultServiceAccount ' ' is not a name"],
  [[account({ defaultServiceAccount: 'dep*' })], "the defaultServiceAccount 'dep*' is not a name"],
])('%j: %s', (accounts, problem) => {
  expect(userOf(accounts, 'shop')).toEqual({ problem });
});

test("Argo CD's setting says whether", () => {
  const settings = (value: unknown) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm' },
    data: { 'application.sync.impersonation.enabled': value },
  });

  expect([settings('true'), settings('True'), settings(true), undefined].map(isImpersonationEnabled)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
