import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { Inventory } from '../inventory/inventory.js';
import type { DesiredHook } from '../objects/desired.js';
import { hooksDigest } from './hooks-digest.js';

/** `auto`: with a sync that has something to do; `always`: also when nothing changed; `never`. */
export type HookMode = 'auto' | 'always' | 'never';

export interface HooksDueContext {
  /** The application's hooks in Git. */
  readonly hooks: readonly DesiredHook[];
  readonly inventory?: Pick<Inventory, 'operation' | 'history' | 'hooks' | 'entries'>;
  readonly mode: HookMode;
  /** True when a sync has something to write, apart from hooks. */
  readonly changes: boolean;
  /** The Argo Application itself is deleted. */
  readonly deleting: boolean;
}

/** What hooks of which phases are run for; undefined when none is. */
export interface HooksDue {
  readonly reason: string;
  readonly phases: readonly SyncPhase[];
}

/**
 * Whether the hooks of an Argo Application are run: a sync that has nothing to do runs none, so that it stays
 * without a write. Pure.
 */
export function hooksDue(context: HooksDueContext): HooksDue | undefined {
  if (context.mode === 'never' || context.hooks.length === 0) return undefined;
  if (context.deleting) return deletionDue(context);
  const reason = reasonOf(context);
  return reason === undefined ? undefined : { reason, phases: ['PreSync', 'Sync', 'PostSync', 'SyncFail'] };
}

/** What is left of a deletion when only hooks are left needs no further hook. */
function deletionDue({ inventory }: HooksDueContext): HooksDue | undefined {
  const owns = inventory?.entries.some(({ hook }) => hook === undefined) ?? false;
  return owns || inventory?.operation
    ? { reason: 'the application is deleted', phases: ['PreDelete', 'PostDelete'] }
    : undefined;
}

function reasonOf({ hooks, inventory, mode, changes }: HooksDueContext): string | undefined {
  if (inventory?.operation) return 'interrupted before';
  if (changes) return 'something changes';
  if (inventory?.hooks !== hooksDigest(hooks)) return 'hooks changed';
  const last = inventory?.history[0]?.result;
  if (last !== undefined && last !== 'synced') return `the last run was ${last}`;
  return mode === 'always' ? 'asked for' : undefined;
}
