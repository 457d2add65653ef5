import type { FileSet } from '../../files/file-set.js';
import { type CollectedProblems, collectProblems } from '../collect-problems.js';
import { collectTexts } from '../collect-texts.js';
import type { TolerantReading } from '../repository.js';
import { tooLarge } from '../text-file.js';
import { entryProblem, missingContent, nameProblem } from '../tree-problems.js';
import type { CommitPlace } from './commit-place.js';
import { fetchBlobs } from './fetch-blobs.js';
import { listTree, type TreeEntry } from './list-tree.js';
import { NO_LAZY_FETCH } from './no-lazy-fetch.js';
import { readBlobs } from './read-blobs.js';

/** The text files below a folder of a commit. Two processes whatever the number of files. */
export async function readCommitTree(
  place: CommitPlace,
  folder: string,
  tolerant?: TolerantReading,
): Promise<{ readonly files: FileSet; readonly unread: readonly TreeEntry[] }> {
  const entries = await listTree(place, folder);
  const collected = collectProblems(tolerant);
  const readable = entries.filter((entry) => {
    const problem = isToldLink(entry, tolerant) ? nameProblem(entry.path) : entryProblem(entry);
    collected.add(entry.path, problem);
    return problem === undefined;
  });
  const isWanted = (entry: TreeEntry) => isToldLink(entry, tolerant) || (tolerant?.wants?.(entry.path) ?? true);
  const unread = readable.filter((entry) => !isWanted(entry));
  for (const { path } of unread) tolerant?.onUnread?.(path);
  const files = await readEntries(place, readable.filter(isWanted), collected, tolerant);
  collected.throwAll();
  return { files, unread };
}

/** True for a link whose target the reader wants. The target is the content of its blob. */
function isToldLink({ mode }: TreeEntry, tolerant: TolerantReading | undefined): boolean {
  return mode === '120000' && tolerant?.onLink !== undefined;
}

/** Some files of a commit, by their names. */
export async function readCommitFiles(
  place: CommitPlace,
  entries: readonly TreeEntry[],
  tolerant: TolerantReading,
): Promise<FileSet> {
  return readEntries(place, entries, collectProblems(tolerant), tolerant);
}

async function readEntries(
  place: CommitPlace,
  entries: readonly TreeEntry[],
  collected: CollectedProblems,
  tolerant: TolerantReading | undefined,
): Promise<FileSet> {
  const missing = await fetchBlobs(
    place,
    entries.map(({ id }) => id),
  );
  for (const { id, path } of entries)
    if (missing.has(id)) collected.add(path, missingContent(path, id, missing.get(id)));
  const texts = collectTexts(collected, tolerant);
  const here = entries.filter(({ id }) => !missing.has(id));
  await readBlobs(place.directory, here, NO_LAZY_FETCH, (entry, content) => {
    const { path, id } = entry;
    if (content === 'missing') collected.add(path, missingContent(path, id));
    else if (content === 'too large') collected.add(path, tooLarge(path, tolerant));
    else if (isToldLink(entry, tolerant)) tolerant?.onLink?.(path, Buffer.from(content).toString('utf8'));
    else texts.add(path, content);
  });
  return texts.files();
}
