import * as git from 'isomorphic-git';
import type { FileSet } from '../../files/file-set.js';
import { type CollectedProblems, collectProblems } from '../collect-problems.js';
import { collectTexts } from '../collect-texts.js';
import type { TolerantReading } from '../repository.js';
import { LARGEST_TEXT_FILE, tooLarge } from '../text-file.js';
import { entryProblem, folderMissing, missingContent, nameProblem } from '../tree-problems.js';
import type { GitStore } from './git-store.js';

/** How many blobs are read at once. */
const PARALLEL = 16;

/** The text files below a folder of a commit. */
export async function readCommitTree(
  store: GitStore,
  commit: string,
  folder: string,
  tolerant?: TolerantReading,
): Promise<FileSet> {
  const entries = await listTree(store, await treeOf(store, commit, folder), folder);
  const collected = collectProblems(tolerant);
  const wanted = entries.filter((entry) => {
    const isLink = isToldLink(entry, tolerant);
    const problem = isLink ? nameProblem(entry.path) : entryProblem(entry);
    collected.add(entry.path, problem);
    if (problem !== undefined) return false;
    if (isLink || (tolerant?.wants?.(entry.path) ?? true)) return true;
    tolerant?.onUnread?.(entry.path);
    return false;
  });
  const files = await readEntries(store, wanted, collected, tolerant);
  collected.throwAll();
  return files;
}

/** Some files of a commit, by their names. */
export async function readCommitFiles(
  store: GitStore,
  commit: string,
  paths: readonly string[],
  tolerant: TolerantReading,
): Promise<FileSet> {
  const wanted = new Set(paths);
  const entries = (await listTree(store, await treeOf(store, commit, ''), '')).filter(({ path }) => wanted.has(path));
  return readEntries(store, entries, collectProblems(tolerant), tolerant);
}

async function readEntries(
  store: GitStore,
  entries: readonly Entry[],
  collected: CollectedProblems,
  tolerant: TolerantReading | undefined,
): Promise<FileSet> {
  const texts = collectTexts(collected, tolerant);
  const queue = entries.values();
  const worker = async () => {
    for (const entry of queue) {
      const { oid, path } = entry;
      const blob = await git.readBlob({ ...store, oid }).catch(() => undefined);
      if (blob === undefined) collected.add(path, missingContent(path, oid));
      else if (isToldLink(entry, tolerant)) tolerant?.onLink?.(path, Buffer.from(blob.blob).toString('utf8'));
      else if (blob.blob.length > LARGEST_TEXT_FILE) collected.add(path, tooLarge(path, tolerant));
      else texts.add(path, blob.blob);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return texts.files();
}

/** True for a link whose target the reader wants. The target is the content of its blob. */
function isToldLink({ mode }: Entry, tolerant: TolerantReading | undefined): boolean {
  return mode === '120000' && tolerant?.onLink !== undefined;
}

interface Entry {
  readonly mode: string;
  readonly oid: string;
  readonly path: string;
}

async function treeOf(store: GitStore, commit: string, folder: string): Promise<string> {
  let oid = commit;
  for (const [depth, part] of (folder === '' ? [] : folder.split('/')).entries()) {
    const entry = (await git.readTree({ ...store, oid })).tree.find(({ path }) => path === part);
    if (entry?.type !== 'tree')
      throw folderMissing(
        folder
          .split('/')
          .slice(0, depth + 1)
          .join('/'),
        commit,
        entry?.mode,
      );
    oid = entry.oid;
  }
  return oid;
}

async function listTree(store: GitStore, oid: string, folder: string): Promise<Entry[]> {
  const { tree } = await git.readTree({ ...store, oid });
  const listed = [];
  for (const entry of tree) {
    const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
    if (entry.type === 'tree') listed.push(...(await listTree(store, entry.oid, path)));
    else listed.push({ mode: entry.mode, oid: entry.oid, path });
  }
  return listed;
}
