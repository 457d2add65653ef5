import { GitopsError } from '../errors.js';
import type { SyncListener } from './api/events.js';
import type { RevisionOptions } from './api/options.js';
import { listApplications } from './list-applications.js';
import { windowClosed } from './planning/window-closed.js';

export interface WindowsOfHeadOptions extends RevisionOptions {
  readonly ignoreWindows?: boolean;
  /** Default: now. */
  readonly now?: Date;
  readonly onEvent?: SyncListener;
}

/**
 * The sync windows that Git has now bind a rollback, whatever those of the older revision say: a freeze that was declared since holds for it too. One that left Git is bound by the older ones alone.
 *
 * @returns windows that are ignored, by instance name
 * @throws GitopsError WORKFLOW_WINDOW_CLOSED
 */
export async function assertWindowsOfHead(
  applications: readonly { readonly name: string; readonly instance: string; readonly cluster: string }[],
  { ignoreWindows = false, onEvent, ...options }: WindowsOfHeadOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const head = await listApplications(options);
  const closed = applications.flatMap(({ name, instance, cluster }) => {
    const found = head.applications.find((one) => one.name === name && one.cluster === cluster);
    return found?.window ? [{ name, instance, cluster, note: found.window, error: windowClosed(found, found.window) }] : [];
  });
  if (!ignoreWindows) GitopsError.throwAll(closed.map(({ error }) => error));
  for (const { name, cluster, error } of closed) {
    onEvent?.({ kind: 'warning', message: `sync windows are ignored: ${error.message}`, application: name, cluster });
  }
  return new Map(closed.map(({ instance, note }) => [instance, note.windows]));
}
