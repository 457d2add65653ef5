import { GitopsError } from '../errors.js';
import { sha256 } from '../manifest/canonical.js';
import type { DiskFile, DiskState } from './disk-state.js';
import { FileSet } from './file-set.js';
import type { OwnershipUnit } from './ownership.js';
import { isOwnershipPath, ownershipManifestPath, writeOwnershipManifest } from './ownership-manifest.js';
import { pathClashes } from './path-clashes.js';
import { isUnmodified, type PreviousOwnership, previousOwnership } from './previous-ownership.js';

export interface FileWrite {
  readonly path: string;
  readonly content: string;
  readonly hash: string;
  readonly change: 'create' | 'update';
  /** Hash of what is replaced; undefined when nothing is there. */
  readonly previous?: string;
}

export interface FileDelete {
  readonly path: string;
  /** Hash of what is deleted. */
  readonly previous: string;
}

/**
 * What makes the output folder equal to the units. Paths are sorted and relative to the output folder; the
 * ownership manifests are among them.
 */
export interface FileChanges {
  readonly write: readonly FileWrite[];
  readonly delete: readonly FileDelete[];
  readonly keep: readonly string[];
  /** Foreign or hand-edited files in the way. With any of them nothing may be done. */
  readonly problems: readonly GitopsError[];
}

export interface DecideChangesOptions {
  readonly units: readonly OwnershipUnit[];
  readonly disk: DiskState;
  /** Takes foreign and hand-edited files that are in the way. @default false */
  readonly overwrite?: boolean;
  /** Paths that Git holds as unmerged. @default none */
  readonly unmerged?: ReadonlySet<string>;
  /** Contents that an interrupted synth wrote or was about to replace. @default none */
  readonly written?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Decides which files to write and to delete. Only owned and unmodified files are replaced or deleted; a file
 * that already has the wanted content is kept, whatever wrote it.
 *
 * @throws GitopsError FILES_CLAIMED_TWICE, FILES_PATH_CLASH, FILES_INVALID_OWNERSHIP
 */
export function decideChanges({
  units,
  disk,
  overwrite = false,
  unmerged = new Set(),
  written = new Map(),
}: DecideChangesOptions): FileChanges {
  const wanted = wantedFiles(units);
  const previous = previousOwnership(disk.manifests, written);
  const problems: GitopsError[] = [];
  const changes = { write: [] as FileWrite[], delete: [] as FileDelete[], keep: [] as string[] };

  for (const path of [...previous.hashes.keys(), ...previous.manifests].sort()) {
    const file = disk.files.get(path);
    if (wanted.has(path) || file === undefined) continue;
    if (previous.manifests.has(path) || overwrite || isUnmodified(path, file, previous, unmerged))
      changes.delete.push({ path, previous: file.hash });
    else problems.push(handEdited(path, 'synth no longer writes it'));
  }
  for (const [path, content] of wanted.entries()) {
    const hash = sha256(content);
    const file = disk.files.get(path);
    if (file === undefined) changes.write.push({ path, content, hash, change: 'create' });
    else if (hasContent(file, hash)) changes.keep.push(path);
    else if (overwrite || mayReplace(path, file, previous, unmerged))
      changes.write.push({ path, content, hash, change: 'update', previous: file.hash });
    else problems.push(previous.hashes.has(path) ? handEdited(path, 'synth would overwrite it') : foreignError(path));
  }
  problems.push(...pathClashes(wanted, disk, new Set(changes.delete.map(({ path }) => path))));
  return { ...changes, problems };
}

/** All files of all units and their manifests. @throws GitopsError FILES_CLAIMED_TWICE */
export function wantedFiles(units: readonly OwnershipUnit[]): FileSet {
  const owners = new Map<string, string>();
  const problems: GitopsError[] = [];
  const files: [string, string][] = [];
  for (const unit of units) {
    for (const [path, content] of [
      ...unit.files.entries(),
      [ownershipManifestPath(unit.name), writeOwnershipManifest(unit)] as const,
    ]) {
      const owner = owners.get(path);
      if (owner !== undefined) problems.push(claimedTwice(path, owner, unit.name));
      else if (unit.files.has(path) && isOwnershipPath(path))
        problems.push(claimedTwice(path, 'the ownership manifests', unit.name));
      owners.set(path, unit.name);
      files.push([path, content]);
    }
  }
  GitopsError.throwAll(problems);
  return FileSet.of(files);
}

function hasContent(file: DiskFile, hash: string): boolean {
  return file.hash === hash || file.hashWithLineFeeds === hash;
}

function mayReplace(path: string, file: DiskFile, previous: PreviousOwnership, unmerged: ReadonlySet<string>): boolean {
  if (isOwnershipPath(path)) return !previous.foreignManifests.has(path);
  return isUnmodified(path, file, previous, unmerged);
}

function handEdited(path: string, consequence: string): GitopsError {
  return new GitopsError('FILES_HAND_EDITED', `'${path}' was edited by hand and ${consequence}`, {
    hint: 'Move the edit into the code, or discard it with gitops synth --overwrite.',
    source: { file: path },
  });
}

function foreignError(path: string): GitopsError {
  return new GitopsError('FILES_FOREIGN', `'${path}' exists and was not written by synth`, {
    hint: 'Move the file away, or let synth overwrite it with gitops synth --overwrite.',
    source: { file: path },
  });
}

function claimedTwice(path: string, first: string, second: string): GitopsError {
  return new GitopsError('FILES_CLAIMED_TWICE', `'${path}' is written by '${first}' and by '${second}'`, {
    hint: 'Rename one of them.',
    source: { file: path },
  });
}
