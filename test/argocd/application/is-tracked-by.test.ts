import { isTrackedBy } from '../../../src/argocd/application/is-tracked-by.js';
import type { TrackingSettings } from '../../../src/argocd/application/tracking-settings.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const ID = 'argocd.argoproj.io/tracking-id';
const LABEL = 'app.kubernetes.io/instance';
const THEIRS = [{ manager: 'argocd-controller', operation: 'Update', fieldsV1: { 'f:data': {} } }];
const label: TrackingSettings = { label: { key: LABEL, value: 'web' } };

function live(metadata: object): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop', ...metadata } };
}

test.each<[string, object, TrackingSettings | undefined, boolean]>([
  ['its own id', { annotations: { [ID]: 'web:/ConfigMap:shop/a' } }, undefined, true],
  ['the id of another application', { annotations: { [ID]: 'api:/ConfigMap:shop/a' } }, undefined, false],
  ['an id that was copied from another object', { annotations: { [ID]: 'web:/ConfigMap:shop/b' } }, undefined, false],
  ['the older label, written by Argo CD', { labels: { [LABEL]: 'web' }, managedFields: THEIRS }, undefined, true],
  ['the older label, written by a chart', { labels: { [LABEL]: 'web' } }, undefined, false],
  ['the label that argocd-cm names', { labels: { [LABEL]: 'web' } }, label, true],
  ['that label of another application', { labels: { [LABEL]: 'api' } }, label, false],
  [
    'an id goes before a label',
    { annotations: { [ID]: 'api:/ConfigMap:shop/a' }, labels: { [LABEL]: 'web' } },
    label,
    false,
  ],
  ['nothing', {}, undefined, false],
])('whether Argo CD tracks an object for web: %s', (_case, metadata, settings, expected) => {
  expect(isTrackedBy(live(metadata), 'web', settings)).toBe(expected);
});
