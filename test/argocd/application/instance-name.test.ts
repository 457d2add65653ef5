import { instanceName } from '../../../src/argocd/application/instance-name.js';
import { instanceNames } from '../../../src/argocd/application/instance-names.js';

// AppInstanceName of Argo CD 3.2.11, util/argo/argo.go; without a control namespace Argo CD has no case.
test.each<[namespace: string | undefined, control: string | undefined, name: string]>([
  ['argocd', 'argocd', 'shop'],
  ['openshift-gitops', 'openshift-gitops', 'shop'],
  ['team', 'openshift-gitops', 'team_shop'],
  ['argocd', 'openshift-gitops', 'argocd_shop'],
  [undefined, 'openshift-gitops', 'shop'],
  ['', 'openshift-gitops', 'shop'],
  ['argocd', undefined, 'argocd_shop'],
  [undefined, undefined, 'shop'],
])('an Argo Application in %s with Argo CD in %s is %s', (namespace, control, name) => {
  expect(instanceName({ name: 'shop', namespace }, control)).toBe(name);
  expect(instanceNames({ name: 'shop', namespace })).toContain(name);
});
