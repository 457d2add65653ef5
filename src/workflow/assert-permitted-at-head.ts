import { GitopsError } from '../errors.js';
import type { SyncListener } from './api/events.js';
import type { RevisionOptions } from './api/options.js';
import { listApplications } from './list-applications.js';
import { windowClosed } from './planning/window-closed.js';
import { argoCdDelivers } from './verdicts/argocd-delivers.js';

export interface PermittedAtHeadOptions extends RevisionOptions {
  readonly ignoreWindows?: boolean;
  /** Default: now. */
  readonly now?: Date;
  readonly onEvent?: SyncListener;
}

/**
 * What Git has now binds a rollback, whatever the older revision says: sync windows, of which a freeze that
 * was declared since holds for it too, and that Argo CD delivers. One that left Git is bound by the older
 * ones alone.
 *
 * @returns windows that are ignored, by key
 * @throws GitopsError WORKFLOW_WINDOW_CLOSED, WORKFLOW_ARGOCD_DELIVERS
 */
export async function assertPermittedAtHead(
  applications: readonly { readonly name: string; readonly instance: string; readonly cluster: string }[],
  { ignoreWindows = false, onEvent, ...options }: PermittedAtHeadOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const head = await listApplications(options);
  const isTheirs = ({ name, cluster }: (typeof applications)[number]) =>
    head.applications.some((one) => one.name === name && one.cluster === cluster && one.deliveredBy === 'argocd');
  const theirs = applications.filter(isTheirs).map(({ name }) => name);
  if (theirs.length > 0)
    throw argoCdDelivers(
      theirs,
      head.revision.shortId,
      'Leave it out, or revert the commit in Git and push: Argo CD syncs it.',
    );
  const closed = applications.flatMap(({ name, instance, cluster }) => {
    const found = head.applications.find((one) => one.name === name && one.cluster === cluster);
    return found?.window
      ? [{ name, instance, cluster, note: found.window, error: windowClosed(found, found.window) }]
      : [];
  });
  if (!ignoreWindows) GitopsError.throwAll(closed.map(({ error }) => error));
  for (const { name, cluster, error } of closed) {
    onEvent?.({ kind: 'warning', message: `sync windows are ignored: ${error.message}`, application: name, cluster });
  }
  return new Map(closed.map(({ instance, note }) => [instance, note.windows]));
}
