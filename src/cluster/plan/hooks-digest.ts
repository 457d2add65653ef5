import { digestOf } from '../../manifest/canonical.js';
import type { DesiredHook } from '../objects/desired.js';

/**
 * One digest of all hooks that a sync runs, to see whether they changed; undefined when there is none. Pure.
 */
export function hooksDigest(hooks: readonly DesiredHook[]): string | undefined {
  const inSync = hooks.filter(({ phases }) => phases.some((phase) => phase !== 'PreDelete' && phase !== 'PostDelete'));
  return inSync.length === 0 ? undefined : digestOf(inSync.map(({ hash }) => hash).sort());
}
