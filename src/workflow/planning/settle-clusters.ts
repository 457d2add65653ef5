import { GitopsError } from '../../errors.js';

/** What could be done, and why the rest could not. */
export interface Settled<Result> {
  readonly done: readonly Result[];
  readonly unread: readonly UnreadCluster[];
}

/** A cluster that cannot be read, and why. */
export interface UnreadCluster {
  readonly cluster: string;
  readonly error: GitopsError;
}

/**
 * Asks clusters in parallel, so that one that cannot be read does not hide the others.
 *
 * @throws INTERRUPTED and errors that are not a GitopsError, because they concern the run and not a cluster
 */
export async function settleClusters<Item, Result>(
  items: readonly Item[],
  clusterOf: (item: Item) => string,
  ask: (item: Item) => Promise<Result>,
): Promise<Settled<Result>> {
  const asked = await Promise.allSettled(items.map(ask));
  const unread = asked.flatMap((result, index) =>
    result.status === 'rejected' ? [{ cluster: clusterOf(items[index]!), error: result.reason as unknown }] : [],
  );
  const fatal = unread.find(({ error }) => !GitopsError.is(error)) ?? unread.find(({ error }) => isInterrupted(error));
  if (fatal) throw fatal.error;
  return {
    done: asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    unread: unread.filter((one): one is UnreadCluster => GitopsError.is(one.error)),
  };
}

function isInterrupted(error: unknown): boolean {
  return GitopsError.is(error) && GitopsError.each(error).some(({ code }) => code === 'INTERRUPTED');
}
