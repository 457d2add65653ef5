import { ANNOTATION } from '../labels.js';
import type { ArgoApplication } from './application.js';

/**
 * Whether Git says that Argo CD delivers an Argo Application, and not `gitops sync`: `delivery: 'argocd'` of
 * its Environment.
 */
export function isArgoCdDelivery({ metadata }: Pick<ArgoApplication, 'metadata'>): boolean {
  return metadata.annotations?.[ANNOTATION.delivery] === 'argocd';
}
