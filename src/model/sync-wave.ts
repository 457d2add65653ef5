import type { IConstruct } from 'constructs';
import { annotate, wrongAnnotation } from './annotate.js';

export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Puts an object into a sync wave: lower waves are applied, and healthy, before higher ones. Default wave: 0.
 *
 * @param object a construct of one object: of cdk8s-plus, an ApiObject, a raw object
 * @param wave a whole number, also below 0
 * @throws GitopsError MODEL_INVALID_VALUE for any other number, which Argo CD would take for 0
 * @example
 * syncWave(new Deployment(scope, 'web', { containers: [{ image: 'registry.example.com/web:1' }] }), 10);
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function syncWave<T extends IConstruct>(object: T, wave: number): T {
  if (!Number.isSafeInteger(wave))
    throw wrongAnnotation(object, `wave '${String(wave)}' is not a whole number`, 'Give an integer, such as 10 or -1.');
  annotate(object, SYNC_WAVE, String(wave));
  return object;
}
