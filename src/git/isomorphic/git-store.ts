import * as fs from 'node:fs';
import { join } from 'node:path';
import * as git from 'isomorphic-git';
import { GitopsError } from '../../errors.js';

/** The parameters of every call to isomorphic-git. */
export interface GitStore {
  readonly fs: git.FsClient;
  readonly gitdir: string;
  /** The working tree; in a bare repository the repository itself. */
  readonly dir: string;
  /** Parsed packs and index, kept while the repository is open. */
  readonly cache: object;
}

/**
 * Opens a `.git` folder that isomorphic-git can read correctly. It refuses other kinds, because
 * isomorphic-git silently ignores what it does not know.
 *
 * @throws GitopsError GIT_NEEDS_NATIVE
 */
export async function openStore(gitdir: string, dir: string): Promise<GitStore> {
  const store = {
    fs: { promises: { ...fs.promises, writeFile: writeWhole(join(gitdir, 'index')) } },
    gitdir,
    dir,
    cache: {},
  };
  const setting = async (path: string) => String((await git.getConfig({ ...store, path })) ?? '').toLowerCase();
  const objectFormat = await setting('extensions.objectformat');
  const promises = await Promise.all(
    (await git.listRemotes(store)).map(({ remote }) => setting(`remote.${remote}.promisor`)),
  );
  const reasons = [
    ...(objectFormat !== '' && objectFormat !== 'sha1' ? [`objects named by ${objectFormat}`] : []),
    ...((await setting('extensions.partialclone')) !== '' || promises.includes('true')
      ? ['objects that are fetched on demand (a partial clone)']
      : []),
    ...((await setting('extensions.refstorage')) !== '' ? ['refs in a reftable'] : []),
    ...(fs.existsSync(join(gitdir, 'objects/info/alternates')) ? ['objects shared with another repository'] : []),
    ...(fs.existsSync(join(gitdir, 'commondir')) ? ['a linked worktree'] : []),
  ];
  if (reasons.length > 0) throw needsNative(`this repository has ${reasons.join(' and ')}`);
  return store;
}

export function needsNative(why: string): GitopsError {
  return new GitopsError('GIT_NEEDS_NATIVE', `${why}, which needs the git command`, {
    hint: 'Install git, so that it is on PATH.',
  });
}

/** isomorphic-git overwrites the index in place; a crash there would lose what the user has staged. */
function writeWhole(index: string): typeof fs.promises.writeFile {
  return async (file, data, options) => {
    if (file !== index) return fs.promises.writeFile(file, data, options);
    await fs.promises.writeFile(`${index}.gitops`, data, options);
    await fs.promises.rename(`${index}.gitops`, index);
  };
}
