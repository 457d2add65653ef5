import type { NamespaceChange } from '../../workflow/api/namespace-change.js';
import type { JunitCase } from './junit.js';
import { namespaceNotes } from './namespace-notes.js';

/** A pending change of the destination namespace is skipped, as any other change. */
export function namespaceCases(application: string, change: NamespaceChange): readonly JunitCase[] {
  return namespaceNotes(change).map(
    ({ action, namespace, why }): JunitCase => ({
      classname: application,
      name: `Namespace ${namespace}`,
      result: { kind: 'skipped', message: `${action}: ${why}` },
    }),
  );
}
