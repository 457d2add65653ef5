import { FileSet } from '../../files/file-set.js';
import type { GitRepository } from '../../git/repository.js';
import type { FileContents } from '../../git/write-files.js';

/**
 * A repository in which one commit has other files: what a commit on top of it would hold, before it is made.
 */
export function overlayRepository(git: GitRepository, commit: string, changes: FileContents): GitRepository {
  return {
    ...git,
    readTree: async (revision, folder, tolerant) => {
      if (revision !== commit) return git.readTree(revision, folder, tolerant);
      const files = await git.readTree(revision, folder, {
        onProblem: tolerant?.onProblem ?? (() => undefined),
        onBinary: (path, content) => (changes.has(path) ? undefined : tolerant?.onBinary?.(path, content)),
        onLink: tolerant?.onLink,
        wants: tolerant?.wants,
        onUnread: (path) => (changes.has(path) ? undefined : tolerant?.onUnread?.(path)),
        ...(tolerant ? {} : { onProblem: rethrow }),
      });
      const inside = [...changes].filter(([path]) => folder === '' || path.startsWith(`${folder}/`));
      for (const [path, content] of inside) if (content instanceof Uint8Array) tolerant?.onBinary?.(path, content);
      const kept = files.entries().filter(([path]) => !changes.has(path));
      return FileSet.of([
        ...kept,
        ...inside.flatMap(([path, content]) => (typeof content === 'string' ? [[path, content] as const] : [])),
      ]);
    },
  };
}

function rethrow(_path: string, problem: Error): never {
  throw problem;
}
