import { trackingSettings } from '../../../src/argocd/application/tracking-settings.js';

const settings = (data: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm' },
  data,
});
const long = `${'a'.repeat(60)}.-_x`;

test.each([
  [{}, undefined],
  [{ 'application.resourceTrackingMethod': 'annotation' }, undefined],
  [{ 'application.resourceTrackingMethod': 'label' }, { label: { key: 'app.kubernetes.io/instance', value: long } }],
  [
    { 'application.resourceTrackingMethod': 'annotation+label' },
    { label: { key: 'app.kubernetes.io/instance', value: 'a'.repeat(60) } },
  ],
  [
    {
      'application.resourceTrackingMethod': 'annotation+label',
      'application.instanceLabelKey': 'example.com/app',
      installationID: 'eu',
    },
    { label: { key: 'example.com/app', value: 'a'.repeat(60) }, installationId: 'eu' },
  ],
])('%j', (data, expected) => {
  expect(trackingSettings(long, settings(data as Record<string, string>))).toEqual(expected);
});

test('without argocd-cm it is the annotation alone', () => {
  expect(trackingSettings('web', undefined)).toBeUndefined();
});
