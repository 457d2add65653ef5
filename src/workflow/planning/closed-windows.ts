import type { SyncWindow, WindowDecision } from '../../argocd/sync/sync-windows.js';
import type { ClosedWindow, WindowNote } from '../api/window-note.js';
import type { ClusterTarget } from '../desired/cluster-target.js';

interface Judged {
  readonly targets: readonly ClusterTarget[];
  readonly verdicts: ReadonlyMap<string, { readonly window?: WindowDecision }>;
}

/**
 * The selected Argo Applications that sync windows keep from being synced now, as a part of a result; empty
 * when there is none.
 */
export function closedWindows({ targets, verdicts }: Judged): { readonly windows?: readonly ClosedWindow[] } {
  const windows = targets.flatMap(({ secret, applications }) =>
    applications.flatMap(({ name, instance }) => {
      const note = windowNote(verdicts.get(instance)?.window);
      return note === undefined ? [] : [{ application: name, cluster: secret.name, ...note }];
    }),
  );
  return windows.length === 0 ? {} : { windows };
}

/** Undefined when the windows permit a sync. Pure. */
export function windowNote(decision: WindowDecision | undefined): WindowNote | undefined {
  if (decision === undefined || decision.allowed) return undefined;
  const { sync, blocking, until } = decision;
  return {
    sync,
    windows: blocking.map(describeSyncWindow),
    ...(until === undefined ? {} : { until: toMinute(until) }),
  };
}

/** `a sync window forbids manual syncs of 'shop' until 2026-11-21T16:00Z: …`. */
export function describeWindow(application: string, { sync, windows, until }: WindowNote): string {
  const end = until === undefined ? 'with no end in sight' : `until ${until}`;
  return `a sync window forbids ${sync} syncs of '${application}' ${end}: ${windows.join('; ')}`;
}

/** ISO 8601 to the minute. */
export function toMinute(time: Date): string {
  return `${time.toISOString().slice(0, 16)}Z`;
}

/** `denied '0 12 * * *' for 4h, UTC (freeze)`. */
export function describeSyncWindow({ kind, schedule, duration, timeZone, description }: SyncWindow): string {
  const when = `${kind === 'allow' ? 'allowed only' : 'denied'} '${schedule}' for ${duration}, ${timeZone}`;
  return description === undefined ? when : `${when} (${description})`;
}
