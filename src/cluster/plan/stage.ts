import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isDefinition } from '../objects/upcoming-kinds.js';

const WEBHOOKS = [
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicyBinding',
];

/**
 * Parts of a wave, in order: objects that others need, everything else, and objects that judge everything
 * that comes after them.
 */
export const STAGE = { foundations: 0, objects: 1, webhooks: 2 } as const;

/** The part of its wave that an object belongs to. */
export function stageOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): number {
  if (isDefinition(object) || isNamespace(object)) return STAGE.foundations;
  return WEBHOOKS.includes(object.kind) && groupOf(object.apiVersion) === 'admissionregistration.k8s.io'
    ? STAGE.webhooks
    : STAGE.objects;
}

/** True for a Namespace of the core API. */
export function isNamespace(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'Namespace' && object.apiVersion === 'v1';
}
