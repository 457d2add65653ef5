import type { RollingTurn } from '../../argocd/set/rolling-sync.js';
import { goesOn } from '../api/outcomes.js';
import type { ApplicationResult } from '../api/results.js';
import type { PlannedApplication, PlannedCluster } from '../planning/planned-cluster.js';

/** What stops an Argo Application: one of an earlier step of its ApplicationSet. */
export type BlockedBy = (planned: PlannedApplication) => ApplicationResult | undefined;

/**
 * Runs clusters in the steps of `strategy: RollingSync`: one step after the other, across all clusters, and
 * no further step of a set when one of its Argo Applications is not as it should be. Those without a step go
 * with the first one; what left Git goes with the last.
 */
export async function inTurns(
  planned: readonly PlannedCluster[],
  turns: ReadonlyMap<string, RollingTurn>,
  run: (cluster: PlannedCluster, blockedBy: BlockedBy) => Promise<readonly ApplicationResult[]>,
): Promise<readonly ApplicationResult[]> {
  const turnOf = ({ application, orphaned }: PlannedApplication) =>
    orphaned ? undefined : turns.get(application.instance);
  const rank = (turn: RollingTurn | undefined) => (turn === undefined ? FIRST : turn.step * MOST_BATCHES + turn.batch);
  const ranks = [
    ...new Set([
      FIRST,
      ...planned.flatMap((cluster) =>
        cluster.planned.filter(({ orphaned }) => !orphaned).map((one) => rank(turnOf(one))),
      ),
    ]),
  ];
  ranks.sort((left, right) => left - right);
  const last = ranks.at(-1) ?? FIRST;
  const blockers = new Map<string, ApplicationResult>();
  const results: ApplicationResult[] = [];
  for (const now of ranks) {
    const here = planned.map((cluster) => ({
      ...cluster,
      planned: cluster.planned.filter((one) => (one.orphaned ? last : rank(turnOf(one))) === now),
    }));
    const blockedBy: BlockedBy = (one) => blockers.get(turnOf(one)?.set ?? '');
    const done = (
      await Promise.all(here.filter((cluster) => cluster.planned.length > 0).map((cluster) => run(cluster, blockedBy)))
    ).flat();
    results.push(...done);
    for (const result of done) {
      const set = setOf(result, here, turns);
      if (set !== undefined && !blockers.has(set) && !goesOn(result.outcome)) blockers.set(set, result);
    }
  }
  return results;
}

const FIRST = 0;
/** More than any set has. */
const MOST_BATCHES = 100_000;

function setOf(
  result: ApplicationResult,
  planned: readonly PlannedCluster[],
  turns: ReadonlyMap<string, RollingTurn>,
): string | undefined {
  const found = planned
    .find(({ session }) => session.client.cluster === result.cluster)
    ?.planned.find(({ application, orphaned }) => !orphaned && application.name === result.application);
  return found === undefined ? undefined : turns.get(found.application.instance)?.set;
}
