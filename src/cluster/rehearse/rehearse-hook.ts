import { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { applyObject } from '../objects/apply-object.js';
import { comparable } from '../objects/comparable.js';
import type { DesiredHook } from '../objects/desired.js';
import { isKubernetesRefusal } from '../objects/kubernetes-refusal.js';
import { isProtectedKind } from '../objects/protected-kinds.js';
import { isSameHook } from '../objects/same-hook.js';
import type { KubeClient } from '../transport/client.js';
import { isAllowedAhead } from './allowed-ahead.js';
import { explainRejection } from './explain-rejection.js';
import { instantiateHook, SAMPLE_OCCASION } from './instantiate-hook.js';
import type { CustomVerdicts } from './judge-custom.js';
import { refusedByDefinition } from './refused-by-definition.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';
import { errorOfTrial, trialOf } from './trial.js';

/**
 * What an apply would change in a hook that exists. `refused`: Kubernetes does not let it change in place.
 */
export type HookChange = 'none' | 'possible' | 'refused';

export interface RehearseHookOptions {
  /** What exists under its name. */
  readonly live?: KubeObject;
  /** True when the inventory lists that as a hook: an earlier run of ours left it. */
  readonly isListed: boolean;
  /** True when the last run was killed or interrupted. */
  readonly interrupted: boolean;
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
 * @returns what changes in the one that exists, where that decides how the hook is made
 * @throws GitopsError what is wrong with it
 */
export async function rehearseHook(
  client: KubeClient,
  hook: DesiredHook,
  options: RehearseHookOptions,
): Promise<HookChange | undefined> {
  const { missing, verdicts, signal } = options;
  const phase = hook.phases[0] ?? 'Sync';
  const refusal = refusedByDefinition(hook, verdicts);
  if (refusal) throw refusal;
  const target = instantiateHook(hook, phase, SAMPLE_OCCASION);
  if (target.awaitsKind) return undefined;
  const isElsewhere = target.identity.namespace !== undefined && missing.has(target.identity.namespace);
  const trial = trialOf(target);
  try {
    if (isElsewhere) {
      await rehearseElsewhere(client, target, signal);
      return undefined;
    }
    const change = await changeOf(client, target, options);
    const isReplaced = options.live !== undefined && hook.deletePolicies.includes('BeforeHookCreation');
    if (isReplaced || change === 'refused') await applyObject(client, trial, { dryRun: true, force: true, signal });
    return change;
  } catch (error) {
    if (isAllowedAhead(error, hook, verdicts)) return undefined;
    // A hook is never shown with the name of a run that does not happen.
    throw explainRejection(errorOfTrial(errorOfTrial(error, trial, target.identity), target, hook.identity), hook);
  }
}

/** One that its policy deletes is only looked at where an interrupted run may have left it running. */
async function changeOf(
  client: KubeClient,
  target: DesiredHook,
  { live, isListed, interrupted, signal }: RehearseHookOptions,
): Promise<HookChange | undefined> {
  const isDeleted = live !== undefined && target.deletePolicies.includes('BeforeHookCreation');
  if (isDeleted && !(isListed && interrupted)) return undefined;
  const isSame = live !== undefined && isListed && isSameHook(target, live);
  if (isDeleted && isSame) return 'none';
  try {
    const { live: merged } = await applyObject(client, target, { dryRun: true, force: true, signal });
    if (live === undefined) return undefined;
    return isSame || hasSameBody(live, merged) ? 'none' : 'possible';
  } catch (error) {
    const mayGo = isDeleted || (isListed && !isProtectedKind(target.identity));
    if (mayGo && GitopsError.is(error) && isRefusal(error, target, interrupted)) return 'refused';
    throw error;
  }
}

/** What an interrupted run left goes in any case; otherwise no policy or rule of a CRD makes a hook go. */
function isRefusal(error: GitopsError, { identity }: DesiredHook, interrupted: boolean): boolean {
  return interrupted ? error.code === 'CLUSTER_INVALID' : isKubernetesRefusal(error, identity);
}

function hasSameBody(live: KubeObject, merged: KubeObject): boolean {
  const bodyOf = ({ metadata: _, ...body }: KubeObject) => body;
  return deepEqual(bodyOf(comparable(live)), bodyOf(comparable(merged)));
}
