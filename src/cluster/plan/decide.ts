import { optionIn, syncOption } from '../../argocd/sync/sync-options.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import { isSettled } from '../objects/comparable.js';
import type { DesiredApplication } from '../objects/desired.js';
import { isSecret, ownershipHash } from '../objects/fingerprint.js';
import { isProtectedKind } from '../objects/protected-kinds.js';
import { isRefusedInPlace } from '../rehearse/is-refused-in-place.js';
import { isRemembered, isUnchanged, type Observation } from '../rehearse/observation.js';
import type { Change, UpdateReason } from './change.js';

/** What the decision about a desired object depends on, in addition to its observation. */
export interface DecideContext {
  readonly application: Pick<DesiredApplication, 'syncOptions'>;
  /** Make again what differs in a field that cannot change. Default: false. */
  readonly recreate?: boolean;
}

/** What happens to a desired object, or what forbids it. */
export type Decision = Change | { readonly problem: GitopsError };

/**
 * Decides what a sync would do to one object that Git wants: keep, create, update or recreate it, or why none
 * of that is possible. Pure.
 */
export function decide(observation: Observation, context: DecideContext): Decision {
  const { desired, entry, live, rehearsal, failure } = observation;
  if (observation.refusal) return { problem: observation.refusal };
  const unchanged = live !== undefined && isUnchanged(desired, entry, live);
  if (unchanged && !rehearsal) return { action: 'keep', desired, live, stale: false, yielded: [] };
  if (live?.metadata.deletionTimestamp) return { problem: terminating(observation) };
  if (failure) return decideFailure(observation, failure, context);
  const { manifest = desired.manifest, merged, force = false, taken = [], yielded = [], migration } = rehearsal ?? {};
  const ahead = observation.ahead ? { ahead: true as const } : {};
  const apply = { desired, manifest, merged, ...ahead, force, taken, yielded, ...(migration ? { migration } : {}) };
  if (live && merged && !migration && isSettled(live, merged))
    return { action: 'keep', desired, live, stale: !isRemembered(desired, entry, live), yielded };
  if (
    live &&
    merged &&
    desired.replace &&
    syncOption('Force', desired.options, context.application.syncOptions) === 'true' &&
    !isProtectedKind(desired.identity)
  )
    return { action: 'recreate', reason: 'Replace=true with Force=true', live, ...apply };
  if (live || observation.stranger)
    return { action: 'update', reason: reasonOf(observation), live: live ?? observation.stranger, ...apply };
  return { action: 'create', reason: entry?.live ? 'missing' : 'new', ...apply };
}

/**
 * A field that cannot change is recreated only where the object asks for it, or the application or the run
 * does and it is nothing that holds other things.
 */
function decideFailure(
  { desired, live, anew }: Observation,
  failure: GitopsError,
  { application, recreate = false }: DecideContext,
): Decision {
  const own = optionIn(desired.options, 'Force') === 'true';
  const asked = recreate || syncOption('Force', desired.options, application.syncOptions) === 'true';
  const wanted = own || (asked && !isProtectedKind(desired.identity));
  if (!isRefusedInPlace(failure) || !wanted || !live) return { problem: failure };
  const apply = { desired, manifest: desired.manifest, force: false, taken: [], yielded: [] };
  return { action: 'recreate', reason: failure.message, live, ...(anew ? { anew } : {}), ...apply };
}

function reasonOf({ desired, entry, live, stranger, adopting, rehearsal }: Observation): UpdateReason {
  if (stranger) return adopting ? 'adopted' : 'handed over';
  if (!entry?.manifest) return 'interrupted before';
  if (rehearsal?.migration && live && isSettled(live, rehearsal.merged)) return 'taken over';
  // The inventory knows no values of Secrets: when nobody touched what lives, Git has others.
  const isTouched =
    !isSecret(desired.manifest) || !live || entry.live !== ownershipHash(live) || entry.uid !== live.metadata.uid;
  return entry.manifest === desired.hash && isTouched ? 'drifted' : 'manifest changed';
}

function terminating({ desired }: Observation): GitopsError {
  const object = describeIdentity(desired.identity);
  return new GitopsError('CLUSTER_TERMINATING', `${object} is being deleted in the cluster, and wanted by Git`, {
    object,
    hint: 'Wait until it is gone (its finalizers say what it waits for), then sync again.',
  });
}
