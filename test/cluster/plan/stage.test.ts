import { isNamespace, STAGE, stageOf } from '../../../src/cluster/plan/stage.js';

// "What comes first in a wave, and what last?" docs/hooks-and-waves.md.

const CRDS = 'apiextensions.k8s.io/v1';
const ADMISSION = 'admissionregistration.k8s.io/v1';

test.each<[keyof typeof STAGE, string, string]>([
  ['foundations', 'v1', 'Namespace'],
  ['foundations', CRDS, 'CustomResourceDefinition'],
  ['objects', 'v1', 'ConfigMap'],
  ['objects', 'example.com/v1', 'Namespace'],
  ['objects', 'example.com/v1', 'CustomResourceDefinition'],
  ['objects', ADMISSION, 'ValidatingAdmissionPolicy'],
  ['objects', 'example.com/v1', 'ValidatingWebhookConfiguration'],
  ['webhooks', ADMISSION, 'ValidatingWebhookConfiguration'],
  ['webhooks', ADMISSION, 'MutatingWebhookConfiguration'],
  ['webhooks', ADMISSION, 'ValidatingAdmissionPolicyBinding'],
  ['webhooks', 'admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicyBinding'],
])('%s: %s %s', (stage, apiVersion, kind) => {
  expect(stageOf({ apiVersion, kind })).toBe(STAGE[stage]);
});

test.each([
  ['v1', 'Namespace', true],
  ['example.com/v1', 'Namespace', false],
  ['v1', 'ConfigMap', false],
])('is a Namespace: %s %s', (apiVersion, kind, expected) => {
  expect(isNamespace({ apiVersion, kind })).toBe(expected);
});
