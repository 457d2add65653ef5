import type { KubeObject } from '../../manifest/kube-object.js';
import { applyObject } from '../objects/apply-object.js';
import type { DesiredHook } from '../objects/desired.js';
import type { KubeClient } from '../transport/client.js';
import { isAllowedAhead } from './allowed-ahead.js';
import { explainRejection } from './explain-rejection.js';
import { instantiateHook, SAMPLE_OCCASION } from './instantiate-hook.js';
import type { CustomVerdicts } from './judge-custom.js';
import { refusedByDefinition } from './refused-by-definition.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';
import { errorOfTrial, trialOf } from './trial.js';

export interface RehearseHookOptions {
  /** What exists under its name. */
  readonly live?: KubeObject;
  /** Namespaces that this run brings. */
  readonly missing: ReadonlySet<string>;
  /** What the CustomResourceDefinitions of the run say. */
  readonly verdicts: CustomVerdicts;
  readonly signal?: AbortSignal;
}

/**
 * Has the API server validate a hook by a dry run. One that will be deleted before it is made again is tried
 * under a name that nobody uses, because what it is now may not be changed.
 *
 * @throws GitopsError what is wrong with it
 */
export async function rehearseHook(
  client: KubeClient,
  hook: DesiredHook,
  { live, missing, verdicts, signal }: RehearseHookOptions,
): Promise<void> {
  const phase = hook.phases[0] ?? 'Sync';
  const refusal = refusedByDefinition(hook, verdicts);
  if (refusal) throw refusal;
  const target = instantiateHook(hook, phase, SAMPLE_OCCASION);
  if (target.awaitsKind) return;
  const isElsewhere = target.identity.namespace !== undefined && missing.has(target.identity.namespace);
  const replaced = live !== undefined && hook.deletePolicies.includes('BeforeHookCreation');
  const tried = replaced ? trialOf(target) : target;
  try {
    if (isElsewhere) await rehearseElsewhere(client, target, signal);
    else await applyObject(client, tried, { dryRun: true, force: true, signal });
  } catch (error) {
    if (isAllowedAhead(error, hook, verdicts)) return;
    // A hook is never shown with the name of a run that does not happen.
    throw explainRejection(errorOfTrial(errorOfTrial(error, tried, target.identity), target, hook.identity), hook);
  }
}
