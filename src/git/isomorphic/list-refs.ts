import * as git from 'isomorphic-git';
import type { Refs } from '../repository.js';
import type { GitStore } from './git-store.js';

/** Works as the native `listRefs`. */
export async function listRefs(store: GitStore): Promise<Refs> {
  const remotes = (await git.listRemotes(store)).map(({ remote }) => remote);
  const fetched = await Promise.all(
    remotes.map(async (remote) =>
      (await git.listBranches({ ...store, remote }))
        .filter((name) => name !== 'HEAD')
        .map((name) => `refs/remotes/${remote}/${name}`),
    ),
  );
  const names = [
    ...(await git.listBranches(store)).map((name) => `refs/heads/${name}`),
    ...(await git.listTags(store)).map((name) => `refs/tags/${name}`),
    ...fetched.flat(),
  ];
  const refs = names.map(async (ref): Promise<readonly (readonly [string, string])[]> => {
    try {
      const { oid } = await git.readCommit({ ...store, oid: await git.resolveRef({ ...store, ref }) });
      return [[ref, oid]];
    } catch {
      // Only commits can be read.
      return [];
    }
  });
  return Object.fromEntries((await Promise.all(refs)).flat());
}
