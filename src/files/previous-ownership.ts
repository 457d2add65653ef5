import { GitopsError } from '../errors.js';
import type { DiskFile } from './disk-state.js';
import { isOwnershipPath, readOwnershipManifest } from './ownership-manifest.js';

/** What earlier synths own, over all manifests. */
export interface PreviousOwnership {
  /** Paths of the manifests that are ours. */
  readonly manifests: ReadonlySet<string>;
  /** Paths under `.gitops` that look like manifests but are not. */
  readonly foreignManifests: ReadonlySet<string>;
  /** Owned path → contents that a synth wrote. */
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * Paths whose manifest is in conflict about them: Git may have merged the file itself to a third content.
   */
  readonly disputed: ReadonlySet<string>;
}

/**
 * Joins all manifests, and what is known from elsewhere; several may own a path after a merge. @throws
 * GitopsError FILES_INVALID_OWNERSHIP, all at once
 */
export function previousOwnership(
  manifests: ReadonlyMap<string, string>,
  more: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): PreviousOwnership {
  const ours = new Set<string>();
  const foreign = new Set<string>();
  const hashes = new Map(
    [...more].filter(([path]) => !isOwnershipPath(path)).map(([path, known]) => [path, new Set(known)]),
  );
  const disputed = new Set<string>();
  const problems: GitopsError[] = [];
  for (const [path, text] of manifests) {
    try {
      const record = readOwnershipManifest(path, text);
      (record === undefined ? foreign : ours).add(path);
      for (const [file, known] of record?.hashes ?? []) {
        hashes.set(file, new Set([...(hashes.get(file) ?? []), ...known]));
        if (record?.damaged && known.size > 1) disputed.add(file);
      }
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      problems.push(error);
    }
  }
  GitopsError.throwAll(problems);
  return { manifests: ours, foreignManifests: foreign, hashes, disputed };
}

/**
 * Whether an owned file holds what a synth or a merge left there, so that nobody's work is lost by replacing
 * it: a recorded content (with either line end), conflict markers, an unmerged or disputed path, or nothing
 * at all (what a power failure leaves).
 */
export function isUnmodified(
  path: string,
  file: DiskFile,
  previous: PreviousOwnership,
  unmerged: ReadonlySet<string>,
): boolean {
  const known = previous.hashes.get(path);
  if (known === undefined) return false;
  if (known.has(file.hash) || (file.hashWithLineFeeds !== undefined && known.has(file.hashWithLineFeeds))) return true;
  return file.conflicted || file.empty || unmerged.has(path) || previous.disputed.has(path);
}
