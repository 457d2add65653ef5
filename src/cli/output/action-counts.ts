/** In the order in which people look for them. */
export const ACTIONS = ['create', 'update', 'recreate', 'delete', 'run', 'refuse'] as const;
export type ActionCounts = Readonly<Partial<Record<string, number>>>;

/** How often each action comes. */
export function countActions(changes: readonly { readonly action: string }[]): ActionCounts {
  const counts: Record<string, number> = {};
  for (const { action } of changes) counts[action] = (counts[action] ?? 0) + 1;
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
