import { projectWords } from '../../src/argocd/project/project-words.js';
import type { AppProjectProps } from '../../src/model/app-project-props.js';
import { describePermission } from '../../src/model/describe-permission.js';
import { projectSpec } from '../../src/model/project-spec.js';

const ALL: AppProjectProps = {
  description: 'The web shop',
  roles: [
    {
      name: 'developer',
      description: 'Who writes it',
      groups: ['shop-developers'],
      policies: [
        {
          resource: 'applications',
          actions: ['get', 'sync', 'action/apps/Deployment/restart'],
          objects: ['*-dev', 'tools'],
        },
        { resource: 'applications', actions: ['delete/*/Pod/*/*', 'update/*'] },
        { resource: 'exec', actions: ['create'], effect: 'deny' },
        { resource: 'logs', actions: ['get'] },
      ],
    },
    { name: 'nobody' },
  ],
  syncWindows: [
    { kind: 'deny', schedule: '0 22 * * 5', duration: '60h', applications: ['*'], timeZone: 'Europe/Berlin' },
  ],
  orphanedResources: { warn: false, ignore: [{ kind: 'ConfigMap', name: 'kube-root-ca.crt' }] },
  sourceNamespaces: ['shop-*'],
  signatureKeys: [{ keyID: '4AEE18F83AFDEB23' }],
  destinationServiceAccounts: [{ server: '*', namespace: 'shop', defaultServiceAccount: 'deployer' }],
  permitOnlyProjectScopedClusters: true,
  spec: { newField: 1 },
};

test('roles become lines of policies, one for each action and object; all else is as it is given', () => {
  const { roles, ...spec } = projectSpec('shop', ALL);
  const { roles: _, ...given } = ALL;

  expect(spec).toEqual({ ...given, spec: undefined, newField: 1 });
  expect(roles).toEqual([
    {
      name: 'developer',
      description: 'Who writes it',
      groups: ['shop-developers'],
      policies: [
        'p, proj:shop:developer, applications, get, shop/*-dev, allow',
        'p, proj:shop:developer, applications, sync, shop/*-dev, allow',
        'p, proj:shop:developer, applications, action/apps/Deployment/restart, shop/*-dev, allow',
        'p, proj:shop:developer, applications, get, shop/tools, allow',
        'p, proj:shop:developer, applications, sync, shop/tools, allow',
        'p, proj:shop:developer, applications, action/apps/Deployment/restart, shop/tools, allow',
        'p, proj:shop:developer, applications, delete/*/Pod/*/*, shop/*, allow',
        'p, proj:shop:developer, applications, update/*, shop/*, allow',
        'p, proj:shop:developer, exec, create, shop/*, deny',
        'p, proj:shop:developer, logs, get, shop/*, allow',
      ],
    },
    { name: 'nobody' },
  ]);
});

test('Argo CD has nothing against what the types allow', () => {
  const spec = { ...projectSpec('shop', ALL), sourceRepos: [], destinations: [] };
  expect(projectWords({ metadata: { name: 'shop' }, spec })).toEqual([]);
});

test.each([
  [
    { reason: 'try charts', sourceRepos: ['https://charts.example.com', 'oci://r.example.com/*'] },
    'https://charts.example.com, oci://r.example.com/*: try charts',
  ],
  [
    { reason: 'shared', destinations: [{ name: 'eu', namespace: 'tools' }, { server: 'https://eu.example.com' }] },
    'eu/tools, https://eu.example.com/*: shared',
  ],
  [
    {
      reason: 'operators',
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        { group: 'a.example.com', kind: '*' },
      ],
    },
    'Namespace, a.example.com/*: operators',
  ],
])('a permission in one line: %j', (permission, line) => {
  expect(describePermission(permission)).toBe(line);
});
