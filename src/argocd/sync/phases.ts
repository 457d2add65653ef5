/**
 * Parts of a sync, in their order. `SyncFail` is run when one before it failed; `PreDelete` and `PostDelete`
 * when the Argo Application itself is deleted.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/#how-do-sync-waves-work
 */
export const SYNC_PHASES: readonly SyncPhase[] = ['PreDelete', 'PreSync', 'Sync', 'PostSync', 'SyncFail', 'PostDelete'];

/** A part of a sync. */
export type SyncPhase = 'PreDelete' | 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail' | 'PostDelete';
