/** In the order in which people look for them. */
export const ACTIONS = ['create', 'update', 'recreate', 'delete', 'run', 'refuse'] as const;
export type ActionCounts = Readonly<Partial<Record<string, number>>>;

/** How often each action comes. Hooks that are run only after a failure do not count. */
export function countActions(changes: readonly { readonly action: string; readonly phase?: string }[]): ActionCounts {
  const counts: Record<string, number> = {};
  for (const { action, phase } of changes)
    if (action !== 'run' || phase !== 'SyncFail') counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** `1 to create, 2 not deleted`. */
export function describeCounts(counts: ActionCounts): string {
  const parts = ACTIONS.flatMap((action) => {
    const count = counts[action] ?? 0;
    return count === 0 ? [] : [action === 'refuse' ? `${count} not deleted` : `${count} to ${action}`];
  });
  return parts.join(', ') || 'no changes';
}
