import type { KubeObject } from '../../manifest/kube-object.js';
import { applyObject } from '../objects/apply-object.js';
import type { DesiredHook } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import { instantiateHook } from './instantiate-hook.js';
import { explain } from './rehearse.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';
import { errorOfTrial, trialOf } from './trial.js';

/** As long as any name that a run will make. */
const SAMPLE = { commit: '0000000', started: '2030-01-01T00:00:00Z' };

export interface RehearseHookOptions {
  /** What exists under its name. */
  readonly live?: KubeObject;
  /** Namespaces that this run brings. */
  readonly missing: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/**
 * Has the API server validate a hook by a dry run. One that will be deleted before it is made again is tried under a name that nobody uses, because what it is now may not be changed.
 *
 * @throws GitopsError what is wrong with it
 */
export async function rehearseHook(client: KubeClient, hook: DesiredHook, { live, missing, signal }: RehearseHookOptions): Promise<void> {
  const phase = hook.phases[0] ?? 'Sync';
  const target = instantiateHook(hook, phase, SAMPLE);
  if (target.awaitsKind) return;
  const isElsewhere = target.identity.namespace !== undefined && missing.has(target.identity.namespace);
  const replaced = live !== undefined && hook.deletePolicies.includes('BeforeHookCreation');
  const tried = replaced ? trialOf(target) : target;
  try {
    if (isElsewhere) await rehearseElsewhere(client, target, signal);
    else await applyObject(client, tried, { dryRun: true, force: true, signal });
  } catch (error) {
    // The name of a run that never comes is told of no hook.
    throw explain(errorOfTrial(errorOfTrial(error, tried, target.identity), target, hook.identity), hook);
  }
}
