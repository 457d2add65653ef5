import type { ObservedApplication } from '../../cluster/observe/observed-application.js';
import { plan } from '../../cluster/plan/plan.js';
import { planDelivered } from '../../cluster/plan/plan-delivered.js';
import { identityKey } from '../../manifest/identity.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import { type ClaimedElsewhere, claimedElsewhere } from './claimed-elsewhere.js';
import { forbiddenNamespace } from './forbidden-objects.js';
import type { PlanClusterOptions, PlannedApplication } from './planned-cluster.js';

interface Claims {
  /** Which application of the run wants an object, by `identityKey`; two never do. */
  readonly here: ReadonlyMap<string, ObservedApplication>;
  readonly elsewhere: ClaimedElsewhere;
}

/**
 * Plans what was observed; without hooks.
 *
 * @param isOrphan whether it has no Argo Application in Git
 * @param isBroken whether it cannot be planned whole, so that nothing of it may be pruned
 */
export async function planObserved(
  observed: readonly ObservedApplication[],
  session: ClusterSession,
  options: PlanClusterOptions,
  isOrphan: (one: ObservedApplication) => boolean,
  isBroken: (one: ObservedApplication) => boolean,
): Promise<readonly PlannedApplication[]> {
  const claims: Claims = { here: claimsOf(observed), elsewhere: await claimedElsewhere(session, observed) };
  return observed.map((one) => {
    const binding = isBroken(one) ? { ...options, prune: { prune: false } } : options;
    return planOne(one, claims, session, binding, isOrphan(one));
  });
}

function planOne(
  observed: ObservedApplication,
  claims: Claims,
  { discovery, inventoryNamespace }: ClusterSession,
  options: PlanClusterOptions,
  orphaned: boolean,
): PlannedApplication {
  const { application, observations } = observed;
  const { asArgoCd = false, ownership } = options;
  const context = {
    ...observed,
    claimed: claimedOf(observed, claims),
    listedByOthers: listedByOthers(observed),
    discovery,
    inventoryNamespace,
    options: orphaned ? { ...options.prune, prune: application.prune, allowEmpty: true } : options.prune,
    recreate: ownership?.recreate,
    cascade: orphaned || options.prune.deleting === true,
    asArgoCd,
    doubt: claims.elsewhere.doubt,
  };
  const decided = application.argocd ? planDelivered(observations, context) : plan(observations, context);
  const problems = [...observed.problems, ...decided.problems, ...forbiddenNamespace(application, observed)];
  return { application, observed, plan: { ...decided, problems }, orphaned };
}

/** What it owns and another repository's inventory lists, with the name of that Argo Application. */
function listedByOthers({ inventory, sets }: ObservedApplication): ReadonlyMap<string, string> {
  const foreign = [...sets.values()].filter((set) => set.foreign);
  if (foreign.length === 0) return new Map();
  const owned = (inventory?.entries ?? []).map(identityKey);
  return new Map(
    owned.flatMap((key) => {
      const other = foreign.find(({ wants }) => wants.has(key));
      return other ? [[key, other.application] as const] : [];
    }),
  );
}

/** What it owns and another one wants. */
function claimedOf(observed: ObservedApplication, { here, elsewhere }: Claims): ReadonlySet<string> {
  const owned = (observed.inventory?.entries ?? []).map(identityKey);
  return new Set(
    owned.filter((key) => {
      const claimant = here.get(key);
      return claimant === undefined ? elsewhere.keys.has(key) : claimant !== observed;
    }),
  );
}

function claimsOf(observed: readonly ObservedApplication[]): ReadonlyMap<string, ObservedApplication> {
  return new Map(
    observed.flatMap((application) =>
      application.objects.map(({ identity }) => [identityKey(identity), application] as const),
    ),
  );
}
