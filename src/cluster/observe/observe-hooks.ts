import type { RunningOwner } from '../../argocd/application/running-owner.js';
import type { SyncPhase } from '../../argocd/sync/phases.js';
import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isListedHook } from '../inventory/is-listed-hook.js';
import { setIdOf } from '../inventory/set-id.js';
import { refuseAdoption } from '../objects/adoption.js';
import type { DesiredHook } from '../objects/desired.js';
import { type HookChange, rehearseHook } from '../rehearse/rehearse-hook.js';
import { impersonate } from '../transport/impersonate.js';
import { kindKey } from '../transport/path.js';
import { findRunningOwners } from './find-running-owners.js';
import { lookAgain } from './look-again.js';
import { lookUp } from './look-up.js';
import type { ObservedApplication, ObserveOptions } from './observed-application.js';
import { setsOfStrangers } from './sets-of-strangers.js';

/** What the cluster said about one hook. */
export interface HookObservation {
  readonly hook: DesiredHook;
  /** What exists under its name; only the metadata where it is not in our inventory. */
  readonly live?: KubeObject;
  /** What earlier runs made, of a hook that makes names of its own. */
  readonly earlier: readonly KubeObject[];
  /** What changes in the one that exists. Absent where that does not matter. */
  readonly change?: HookChange;
  readonly problem?: GitopsError;
}

/**
 * Looks up the hooks of these phases and rehearses them, so that a hook that cannot be made stops the sync
 * before the first write.
 */
export async function observeHooks(
  observed: ObservedApplication,
  phases: readonly SyncPhase[],
  options: ObserveOptions,
): Promise<readonly HookObservation[]> {
  const hooks = observed.hooks.filter((hook) => hook.phases.some((phase) => phases.includes(phase)));
  const unknown = hooks.filter(
    ({ template, awaitsKind, identity }) => !template && !awaitsKind && !observed.members.has(identityKey(identity)),
  );
  const found = await lookUp(options.client, unknown, options);
  const existing = hooks.map(({ identity }) => ({
    identity,
    live: observed.members.get(identityKey(identity)) ?? found.get(identityKey(identity)),
  }));
  const isTheirs = observed.application.argocd !== undefined;
  const [running, sets] = await Promise.all([
    findRunningOwners(isTheirs ? [] : existing, options),
    isTheirs ? observed.sets : setsOfStrangers(observed.sets, found.values(), options),
  ]);
  return Promise.all(hooks.map((hook) => observeHook(hook, observed, { found, running, sets }, options)));
}

interface SeenOfHooks {
  readonly found: ReadonlyMap<string, KubeObject>;
  readonly running: ReadonlyMap<string, RunningOwner>;
  readonly sets: ObservedApplication['sets'];
}

async function observeHook(
  hook: DesiredHook,
  observed: ObservedApplication,
  { found, running, sets }: SeenOfHooks,
  options: ObserveOptions,
): Promise<HookObservation> {
  const key = identityKey(hook.identity);
  const { application, inventory, members, missing, incomplete, verdicts } = observed;
  const live = members.get(key) ?? found.get(key);
  const seen = { hook, ...(live ? { live } : {}), earlier: earlierOf(hook, observed) };
  const judge = (stranger: KubeObject, known: SeenOfHooks['sets']) =>
    application.argocd ? undefined : refusalOf(hook, stranger, observed, { running, sets: known }, options);
  const refusal = incomplete.get(kindKey(hook.resource)) ?? (live && judge(live, sets));
  if (refusal) return { ...seen, problem: refusal };
  try {
    const change = await rehearseHook(impersonate(options.client, application.impersonate), hook, {
      live,
      isListed: isListedHook(hook, inventory),
      interrupted: inventory?.operation !== undefined,
      missing,
      verdicts,
      signal: options.signal,
    });
    return { ...seen, change };
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
    const appeared =
      live || hook.template ? undefined : await lookAgain([{ sought: hook, failure: error }], sets, options);
    const stranger = appeared?.found.get(key);
    return { ...seen, problem: (stranger && judge(stranger, appeared!.sets)) ?? error };
  }
}

function refusalOf(
  hook: DesiredHook,
  stranger: KubeObject,
  { application }: ObservedApplication,
  { running, sets }: Pick<SeenOfHooks, 'running' | 'sets'>,
  { inventoryNamespace, adopt, ownership: policy }: ObserveOptions,
): GitopsError | undefined {
  const owner = running.get(identityKey(hook.identity));
  return refuseAdoption(hook, stranger, {
    trackedAs: application.trackedAs ?? application.instance,
    setId: setIdOf(application, inventoryNamespace),
    sets,
    adopt,
    policy,
    ...(owner ? { running: owner } : {}),
  });
}

/** By what the inventory remembers, because a name alone proves nothing. */
function earlierOf(
  { template, identity }: DesiredHook,
  { inventory, members }: ObservedApplication,
): readonly KubeObject[] {
  if (!template) return [];
  return (inventory?.entries ?? []).flatMap((entry) => {
    const isOne =
      entry.hook !== undefined &&
      entry.kind === identity.kind &&
      entry.group === identity.group &&
      entry.namespace === identity.namespace;
    const live = isOne && entry.name.startsWith(template.prefix) ? members.get(identityKey(entry)) : undefined;
    return live ? [live] : [];
  });
}
