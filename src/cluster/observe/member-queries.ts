import type { StoredInventory } from '../inventory/inventory.js';
import type { DesiredObject } from '../objects/desired.js';
import type { Discovery } from '../transport/discovery.js';
import { kindKey } from '../transport/path.js';
import type { MemberQuery } from './members.js';

interface WantingOrOwning {
  readonly objects: readonly DesiredObject[];
  readonly inventory?: StoredInventory;
}

/** The kinds that these want or own, each once, with their namespaces. Pure. */
export function memberQueries(targets: readonly WantingOrOwning[], discovery: Discovery): readonly MemberQuery[] {
  const queries = new Map<string, { resource: MemberQuery['resource']; namespaces: Set<string> }>();
  const add = (resource: MemberQuery['resource'] | undefined, namespace: string | undefined) => {
    if (!resource) return;
    const query = queries.get(kindKey(resource)) ?? { resource, namespaces: new Set() };
    if (namespace !== undefined) query.namespaces.add(namespace);
    queries.set(kindKey(resource), query);
  };
  for (const { objects, inventory } of targets) {
    for (const { resource, identity, awaitsKind } of objects) if (!awaitsKind) add(resource, identity.namespace);
    for (const entry of inventory?.entries ?? [])
      add(
        discovery.find(entry.apiVersion, entry.kind) ?? discovery.preferred(entry.group, entry.kind),
        entry.namespace,
      );
  }
  return [...queries.values()].map(({ resource, namespaces }) => ({ resource, namespaces: [...namespaces].sort() }));
}
