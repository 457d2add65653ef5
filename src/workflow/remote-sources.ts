import { parseCommittedRepositories, parseRepositories } from '../argocd/repositories/parse-repositories.js';
import type { RepositoryEntry } from '../argocd/repositories/repository-entry.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import type { LocatedSource } from '../render/locate-source.js';
import { type LocateContext, locateGit } from './locate-git.js';
import type { RevisionOptions } from './options.js';
import { createSourceCache } from './source-cache.js';

/** Sources outside of the repository at hand; each is asked for once in a run. */
export interface RemoteSources {
  /** Another Git repository. */
  git(repoURL: string, targetRevision: string): Promise<LocatedSource>;
}

const MENTION = /argocd\.argoproj\.io\/secret-type["']?:\s*["']?repo/;

/**
 * @param files of the revision, whose committed repository Secrets count too
 * @throws GitopsError ARGOCD_INVALID_REPOSITORY for the file of the operator
 */
export function createRemoteSources(options: Pick<RevisionOptions, 'cacheDirectory' | 'sources' | 'onNotice'>, files: FileSet): RemoteSources {
  const { sources = {}, cacheDirectory, onNotice } = options;
  const { repositories } = sources;
  const told = new Set<string>();
  const context: LocateContext = {
    cache: createSourceCache(cacheDirectory, sources.offline === true),
    entries: [...(repositories === undefined ? [] : parseRepositories(repositories.content, repositories.file)), ...committed(files)],
    options: sources,
    onNotice: (notice) => {
      if (!told.has(notice.message)) onNotice?.(notice);
      told.add(notice.message);
    },
  };
  const known = new Map<string, Promise<LocatedSource>>();
  const once = (key: readonly string[], locate: () => Promise<LocatedSource>): Promise<LocatedSource> => {
    const located = known.get(key.join('\0')) ?? locate();
    known.set(key.join('\0'), located);
    return located;
  };
  return {
    git: (repoURL, revision) => once(['git', repoURL, revision], () => locateGit(repoURL, revision, context)),
  };
}

/** A file that is broken is told by whoever needs it. */
function committed(files: FileSet): readonly RepositoryEntry[] {
  return files.entries().flatMap(([path, content]) => {
    if (!/\.(ya?ml|json)$/.test(path) || !MENTION.test(content)) return [];
    try {
      return parseCommittedRepositories(content, path);
    } catch (error) {
      if (GitopsError.is(error)) return [];
      throw error;
    }
  });
}
