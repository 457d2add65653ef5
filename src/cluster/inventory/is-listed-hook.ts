import { identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { Inventory } from './inventory.js';

/** Whether an inventory lists an object as a hook, which an earlier run made or was about to make. Pure. */
export function isListedHook(
  { identity }: { readonly identity: ObjectIdentity },
  inventory: Pick<Inventory, 'entries'> | undefined,
): boolean {
  const key = identityKey(identity);
  return inventory?.entries.some((entry) => entry.hook !== undefined && identityKey(entry) === key) ?? false;
}
