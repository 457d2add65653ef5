import type { SourceTree } from '../../render/source/source-context.js';

/**
 * The paths of a tree that are not among its texts: not read yet, not readable, links and what is not text.
 */
export function otherPaths({ binaries, unreadable, unread, links }: SourceTree): readonly string[] {
  const maps = [binaries, unreadable, links].flatMap((map) => [...(map?.keys() ?? [])]);
  return [...new Set([...maps, ...(unread?.paths ?? [])])];
}
