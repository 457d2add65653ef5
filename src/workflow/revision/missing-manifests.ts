import type { GitopsError } from '../../errors.js';
import type { SourceTree } from '../../render/source/source-context.js';

/**
 * The manifests of a tree whose content the clone lacks, as one error; undefined when there is none. Any of
 * them may hold Argo CD resources: then nothing found is nothing known.
 */
export function missingManifests({ unreadable = new Map() }: Pick<SourceTree, 'unreadable'>): GitopsError | undefined {
  const missing = [...unreadable.values()].filter(({ code }) => code === 'GIT_OBJECT_MISSING');
  const [first, ...others] = missing;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : `, and that of ${others.length} more files that may hold Argo CD resources`;
  return first.with(({ message }) => ({ message: `${message}${more}` }));
}
