import * as git from 'isomorphic-git';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { textOf } from '../text-file.js';
import { entryProblem, folderMissing } from '../tree-problems.js';
import type { GitStore } from './git-store.js';

/** How many blobs are read at once. */
const PARALLEL = 16;

/** The text files below a folder of a commit. */
export async function readCommitTree(store: GitStore, commit: string, folder: string): Promise<FileSet> {
  const entries = await listTree(store, await treeOf(store, commit, folder), folder);
  const problems = entries.flatMap((entry) => entryProblem(entry) ?? []);
  const files: [string, string][] = [];
  const queue = entries.filter(({ mode }) => mode.startsWith('100')).values();
  const worker = async () => {
    for (const { oid, path } of queue) {
      try {
        const text = textOf(path, (await git.readBlob({ ...store, oid })).blob);
        if (text !== undefined) files.push([path, text]);
      } catch (error) {
        problems.push(GitopsError.is(error) ? error : missing(path, oid, error));
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  GitopsError.throwAll(problems);
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

function missing(path: string, oid: string, cause: unknown): GitopsError {
  return new GitopsError('GIT_OBJECT_MISSING', `the content of '${path}' (${oid.slice(0, 7)}) is not in this clone`, {
    hint: 'Fetch it, or clone again.',
    cause,
  });
}
