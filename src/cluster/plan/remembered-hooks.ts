import { defined } from '../../manifest/defined.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { InventoryEntry } from '../inventory/inventory.js';
import type { DesiredHook } from '../objects/desired.js';

export interface HookMemory {
  readonly entries: readonly InventoryEntry[];
  /** The member objects of the set, by `identityKey`. */
  readonly members: ReadonlyMap<string, KubeObject>;
  /** True when a list of members is incomplete: nothing can then be said to be gone. */
  readonly isIncomplete: boolean;
  /** The application's hooks in Git. */
  readonly hooks: readonly DesiredHook[];
}

/**
 * Entries of hooks of earlier runs, those that are gone left out. An object that became a hook in Git is
 * remembered as one. Pure.
 */
export function rememberedHooks({ entries, members, isIncomplete, hooks }: HookMemory): readonly InventoryEntry[] {
  const phases = new Map(
    hooks.filter(({ template }) => !template).map((hook) => [identityKey(hook.identity), hook.phases.join()]),
  );
  return entries.flatMap((entry) => {
    const key = identityKey(entry);
    const hook = entry.hook ?? phases.get(key);
    if (hook === undefined || (!members.has(key) && !isIncomplete)) return [];
    const { apiVersion, group, kind, namespace, name, uid } = entry;
    return [
      {
        apiVersion,
        group,
        kind,
        ...defined({ namespace }),
        name,
        ...defined({ uid }),
        hook,
      },
    ];
  });
}
