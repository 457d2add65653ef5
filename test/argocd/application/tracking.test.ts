import {
  describeTracking,
  isTrackedKind,
  readTracking,
  TRACKING_ANNOTATION,
  trackingId,
  tracksItself,
} from '../../../src/argocd/application/tracking.js';
import type { ObjectIdentity } from '../../../src/manifest/identity.js';

const service: ObjectIdentity = { group: '', kind: 'Service', namespace: 'shop', name: 'web' };
const role: ObjectIdentity = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' };

test.each([
  { identity: service, id: 'shop-prod:/Service:shop/web' },
  { identity: { ...service, group: 'apps', kind: 'Deployment' }, id: 'shop-prod:apps/Deployment:shop/web' },
  { identity: role, id: 'shop-prod:rbac.authorization.k8s.io/ClusterRole:destination/reader' },
])('writes $id as Argo CD does, and recognises it', ({ identity, id }) => {
  expect(trackingId('shop-prod', identity, 'destination')).toBe(id);
  const metadata = { name: identity.name, annotations: { [TRACKING_ANNOTATION]: id } };
  const tracking = readTracking({ apiVersion: 'v1', kind: identity.kind, metadata })!;
  expect(tracking.application).toBe('shop-prod');
  expect(tracksItself(tracking, identity)).toBe(true);
  expect(describeTracking(tracking, identity)).toContain("'shop-prod'");
});

test('an annotation that was copied from another object does not count', () => {
  const tracking = readTracking({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', annotations: { [TRACKING_ANNOTATION]: 'a:/Service:shop/web' } },
  })!;

  expect(tracksItself(tracking, { group: '', kind: 'Endpoints', namespace: 'shop', name: 'web' })).toBe(false);
  expect(tracksItself(tracking, { ...service, name: 'other' })).toBe(false);
});

test('without a readable annotation there is no tracking', () => {
  expect(readTracking({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } })).toBeUndefined();
  expect(
    readTracking({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', annotations: { [TRACKING_ANNOTATION]: 'nonsense' } },
    }),
  ).toBeUndefined();
});

test('CustomResourceDefinitions are not tracked', () => {
  expect(isTrackedKind({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' })).toBe(false);
  expect(isTrackedKind(service)).toBe(true);
});
