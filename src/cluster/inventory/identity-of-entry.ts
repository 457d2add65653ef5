import { defined } from '../../manifest/defined.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { InventoryEntry } from './inventory.js';

/** The object that an entry of an inventory is about. */
export function identityOfEntry({ group, kind, namespace, name }: InventoryEntry): ObjectIdentity {
  return { group, kind, ...defined({ namespace }), name };
}
