import { upcomingKinds } from '../../cluster/objects/upcoming-kinds.js';
import type { ObservedApplication } from '../../cluster/observe/observed-application.js';
import { resolveObjects } from '../../cluster/observe/resolve.js';
import { identityKey } from '../../manifest/identity.js';
import type { ClusterSession } from '../clusters/cluster-session.js';

/** What Argo Applications of Git want that are not in the run. */
export interface ClaimedElsewhere {
  /** By `identityKey`. */
  readonly keys: ReadonlySet<string>;
  /** The reason why it is not completely known. Then nothing may be deleted. */
  readonly doubt?: string;
}

/**
 * What left a selected Argo Application and another one of Git wants, which is not selected: it is let go and
 * not deleted. The others are rendered only when something left.
 */
export async function claimedElsewhere(
  { target, client, discovery, inventoryNamespace }: ClusterSession,
  observed: readonly ObservedApplication[],
): Promise<ClaimedElsewhere> {
  const wanted = new Set(observed.flatMap(({ objects }) => objects.map(({ identity }) => identityKey(identity))));
  const hasLeft = observed.some(({ inventory }) =>
    (inventory?.entries ?? []).some((entry) => entry.hook === undefined && !wanted.has(identityKey(entry))),
  );
  if (!hasLeft || !target.unselected) return { keys: new Set() };
  const { applications, problems } = await target.unselected();
  const upcoming = upcomingKinds(applications.flatMap(({ objects }) => objects));
  const resolved = applications.map((application) =>
    resolveObjects(application, { cluster: client.cluster, discovery, upcoming, inventoryNamespace }),
  );
  const keys = new Set(resolved.flatMap(({ objects }) => objects.map(({ identity }) => identityKey(identity))));
  const [problem] = problems;
  if (!problem) return { keys };
  return { keys, doubt: `it is not known whether another Argo Application wants it: ${problem.message}` };
}
