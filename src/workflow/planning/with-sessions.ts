import { GitopsError } from '../../errors.js';
import type { ClusterVerbOptions } from '../api/options.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import { withOpened } from './with-opened.js';

/**
 * Opens all clusters of a revision, and closes them whatever happens.
 *
 * @throws GitopsError with the problems of all clusters that could not be opened
 */
export async function withSessions<Result>(
  loaded: Pick<LoadedRevision, 'targets'>,
  options: ClusterVerbOptions,
  use: (sessions: readonly ClusterSession[]) => Promise<Result>,
): Promise<Result> {
  return withOpened(loaded, options, async (sessions, unread) => {
    GitopsError.throwAll(unread.map(({ error }) => error));
    return use(sessions);
  });
}
