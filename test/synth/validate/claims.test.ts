import { Environment } from '../../../src/model/environment.js';
import { RawObject } from '../../../src/model/raw-object.js';
import type { Repository } from '../../../src/model/repository.js';
import { collect } from '../../../src/synth/collect.js';
import { scopesOf } from '../../../src/synth/scope.js';
import { validateClaims } from '../../../src/synth/validate/claims.js';
import { environment, local, messages, repository, Web } from '../../model/fixtures.js';

function claims(build: (root: Repository) => void) {
  const root = repository();
  build(root);
  const { applications } = collect(root);
  return messages(
    validateClaims(
      applications.flatMap(({ targets }) => targets),
      scopesOf([], []),
    ),
  );
}

test('two Applications in one namespace that claim one object are refused', () => {
  const found = claims((root) => {
    const dev = environment(root, 'dev', { namespace: 'shared' });
    const shared = (scope: ConstructorParameters<typeof RawObject>[0]) =>
      void new RawObject(scope, 's', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shared' } });
    new Web(root, 'a', {}, shared).overlay(dev);
    new Web(root, 'b', {}, shared).overlay(dev);
  });

  expect(found).toEqual([
    "SYNTH_CLAIMED_TWICE: Service shared/shared on cluster 'dev-cluster' belongs to both 'a-dev' and 'b-dev'",
  ]);
});

test('two overlays on one cluster need namespaces of their own, and one owner for cluster-scoped objects', () => {
  const found = claims((root) => {
    const cluster = local(root);
    const web = new Web(root, 'web', {}, (scope) => {
      new RawObject(scope, 'r', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'web' },
      });
    });
    web.overlay(new Environment(root, 'dev', { cluster, namespace: (own) => `${own}-dev` }));
    web.overlay(new Environment(root, 'test', { cluster }));
  });

  expect(found).toEqual([
    "SYNTH_CLAIMED_TWICE: ClusterRole web on cluster 'local' belongs to both 'web-dev' and 'web-test'",
  ]);
});

test('an object spelled with its namespace meets one that leaves it out', () => {
  const found = claims((root) => {
    const dev = environment(root, 'dev');
    new Web(root, 'a').overlay(dev);
    new Web(
      root,
      'b',
      {},
      (scope) =>
        void new RawObject(scope, 'x', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'a', namespace: 'a' },
        }),
    ).overlay(dev);
  });

  expect(found).toEqual([
    "SYNTH_CLAIMED_TWICE: ConfigMap a/a on cluster 'dev-cluster' belongs to both 'a-dev' and 'b-dev'",
  ]);
});

test('the same object on two clusters is no conflict', () => {
  expect(
    claims((root) =>
      new Web(root).overlay(new Environment(root, 'prod', { clusters: [local(root, 'a'), local(root, 'b')] })),
    ),
  ).toEqual([]);
});
