import { RawObject } from 'cdk8s-gitops';
import { environment, repository, Web } from '../../model/fixtures.js';

/** With and without a ClusterRole and a namespace of its own. */
export function tree(wide: boolean) {
  const root = repository();
  const web = new Web(root, 'web', { project: 'shop' }, (scope) => {
    if (!wide) return;
    new RawObject(scope, 'role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'web:reader' },
      rules: [],
    });
    new RawObject(scope, 'account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'web', namespace: 'kube-system' },
    });
  });
  web.overlay(environment(root, 'dev'));
  return root;
}
