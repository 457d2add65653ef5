import * as git from 'isomorphic-git';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { collectProblems } from '../collect-problems.js';
import type { TolerantReading } from '../repository.js';
import { textOf } from '../text-file.js';
import { entryProblem, folderMissing } from '../tree-problems.js';
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
  const isLink = (mode: string) => mode === '120000' && tolerant?.onLink !== undefined;
  for (const entry of entries) if (!isLink(entry.mode)) collected.add(entry.path, entryProblem(entry));
  const files: [string, string][] = [];
  const queue = entries.filter(({ mode }) => mode.startsWith('100') || isLink(mode)).values();
  const worker = async () => {
    for (const { oid, path, mode } of queue) {
      try {
        const { blob } = await git.readBlob({ ...store, oid });
        if (isLink(mode)) {
          tolerant?.onLink?.(path, Buffer.from(blob).toString('utf8'));
          continue;
        }
        const text = textOf(path, blob);
        if (text !== undefined) files.push([path, text]);
        else tolerant?.onBinary?.(path, blob);
      } catch (error) {
        collected.add(path, GitopsError.is(error) ? error : missingError(path, oid, error));
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  collected.throwAll();
  return FileSet.of(files);
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

async function listTree(
  store: GitStore,
  oid: string,
  folder: string,
): Promise<{ readonly mode: string; readonly oid: string; readonly path: string }[]> {
  const { tree } = await git.readTree({ ...store, oid });
  const listed = [];
  for (const entry of tree) {
    const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
    if (entry.type === 'tree') listed.push(...(await listTree(store, entry.oid, path)));
    else listed.push({ mode: entry.mode, oid: entry.oid, path });
  }
  return listed;
}

function missingError(path: string, oid: string, cause: unknown): GitopsError {
  return new GitopsError('GIT_OBJECT_MISSING', `the content of '${path}' (${oid.slice(0, 7)}) is not in this clone`, {
    hint: 'Fetch it, or clone again.',
    cause,
  });
}
