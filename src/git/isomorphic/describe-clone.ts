import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as git from 'isomorphic-git';
import type { Clone } from '../repository.js';
import type { GitStore } from './git-store.js';

/** Works as the native `describeClone`, with the configuration of the repository only. */
export async function describeClone(store: GitStore): Promise<Clone> {
  const branch = (await git.currentBranch({ ...store })) ?? undefined;
  const names = [...new Set((await git.listRemotes(store)).map(({ remote }) => remote))].sort();
  const remotes = await Promise.all(
    names.map(async (name) => {
      const all = async (key: string) =>
        ((await git.getConfigAll({ ...store, path: `remote.${name}.${key}` })) as readonly unknown[]).map(String);
      return {
        name,
        urls: [...(await all('url')), ...(await all('pushurl'))],
        defaultBranch: await defaultBranch(store, name),
        fetchesAll: (await all('fetch')).some((refspec) => /^\+?refs\/heads\/\*:/.test(refspec)),
      };
    }),
  );
  const fetched = await Promise.all(names.map((remote) => git.listBranches({ ...store, remote })));
  const ofRemotes = fetched.flatMap((list, index) =>
    list.filter((name) => name !== 'HEAD').map((name) => [names[index], name] as const),
  );
  const branches = [...(await git.listBranches(store)), ...ofRemotes.map(([, name]) => name)];
  return {
    branch,
    branches: [...new Set(branches)].sort(),
    fetched: ofRemotes.map((parts) => parts.join('/')).sort(),
    remotes,
    isShallow: existsSync(join(store.gitdir, 'shallow')),
  };
}

async function defaultBranch(store: GitStore, remote: string): Promise<string | undefined> {
  const folder = `refs/remotes/${remote}/`;
  const target = await git.resolveRef({ ...store, ref: `${folder}HEAD`, depth: 2 }).catch(() => '');
  return target.startsWith(folder) ? target.slice(folder.length) : undefined;
}
