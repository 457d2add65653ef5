import type { IConstruct } from 'constructs';
import { ignoredSyncOptions } from '../argocd/sync/sync-option-table.js';
import { annotate, wrongAnnotation } from './annotate.js';
import { spellSyncOption } from './spell-sync-option.js';
import type { ArgoSyncOptions } from './sync-policy.js';

/** The sync options that one object can have. What is absent is as the Argo Application says. */
export type ObjectSyncOptions = Pick<
  ArgoSyncOptions,
  | 'delete'
  | 'force'
  | 'prune'
  | 'pruneLast'
  | 'replace'
  | 'serverSideApply'
  | 'skipDryRunOnMissingResource'
  | 'validate'
>;

/**
 * Gives one object sync options of its own.
 *
 * @param object a construct of one object
 * @throws GitopsError MODEL_INVALID_VALUE for an option or a value that an object cannot have
 * @example
 * syncOptions(new RawObject(scope, 'data', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' } }), {
 *   prune: false,
 *   delete: 'confirm',
 * });
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export function syncOptions<T extends IConstruct>(object: T, options: ObjectSyncOptions): T {
  const spelt = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => spellSyncOption(name, value))
    .sort();
  const [wrong] = ignoredSyncOptions(spelt, 'object');
  if (wrong !== undefined) throw wrongAnnotation(object, `sync option '${wrong.option}' ${wrong.problem}`, wrong.hint);
  if (spelt.length > 0) annotate(object, 'argocd.argoproj.io/sync-options', spelt.join(','));
  return object;
}

/**
 * Leaves an object out of the verdict whether its Argo Application is Synced, such as one that something else
 * makes from it.
 *
 * @param object a construct of one object
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/compare-options/#ignoring-resources-that-are-extraneous
 */
export function ignoreExtraneous<T extends IConstruct>(object: T): T {
  annotate(object, 'argocd.argoproj.io/compare-options', 'IgnoreExtraneous');
  return object;
}

/**
 * Leaves an object out of the health of its Argo Application.
 *
 * @param object a construct of one object
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#ignoring-child-resource-health-check-in-applications
 */
export function ignoreHealth<T extends IConstruct>(object: T): T {
  annotate(object, 'argocd.argoproj.io/ignore-healthcheck', 'true');
  return object;
}
