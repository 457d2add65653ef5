import { GitopsError } from '../../errors.js';
import type { ClusterVerbOptions } from '../api/options.js';
import { type ProblemSummary, problemSummary } from '../api/results.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import type { Settled, UnreadCluster } from './settle-clusters.js';
import { withOpened } from './with-opened.js';

/** The part of a result with the clusters that could not be read; empty when all could. */
export interface Unread {
  readonly errors?: readonly ProblemSummary[];
}

/** With further errors. */
export function withErrors({ errors = [] }: Unread, more: readonly ProblemSummary[]): Unread {
  return errors.length + more.length === 0 ? {} : { errors: [...errors, ...more] };
}

/**
 * For the verbs that only read: shows what can be read of the clusters that answer, with an error for each of
 * the others.
 *
 * @throws GitopsError with all errors when no cluster can be read, or when two are one
 */
export async function withReadable<Read, Result>(
  loaded: Pick<LoadedRevision, 'targets'>,
  options: ClusterVerbOptions,
  read: (sessions: readonly ClusterSession[]) => Promise<Settled<Read>>,
  show: (read: readonly Read[], unread: Unread) => Promise<Result>,
): Promise<Result> {
  return withOpened(loaded, options, async (sessions, unopened) => {
    const { done, unread } = await read(sessions);
    const all = [...unopened, ...unread];
    if (done.length === 0) GitopsError.throwAll(all.map(({ error }) => error));
    return show(done, withErrors({}, all.flatMap(errorsOf)));
  });
}

function errorsOf({ cluster, error }: UnreadCluster): readonly ProblemSummary[] {
  return GitopsError.each(error).map((each) => ({ ...problemSummary(each), cluster }));
}
