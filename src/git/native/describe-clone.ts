import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clone, GitRemote } from '../repository.js';
import { gitText, runGit } from './run-git.js';

type Setting = readonly [remote: string, key: string, value: string];
type Ref = readonly [name: string, target: string];

/**
 * The branches and remotes that the clone knows. No server is asked.
 *
 * @param common the `.git` folder that all its working trees share
 */
export async function describeClone(directory: string, common: string): Promise<Clone> {
  const [head, listed, settings] = await Promise.all([
    runGit({ directory, expect: [0, 1] }, 'symbolic-ref', '-q', '--short', 'HEAD'),
    gitText({ directory }, 'for-each-ref', '--format=%(refname)%00%(symref)', 'refs/heads', 'refs/remotes'),
    runGit({ directory, expect: [0, 1] }, 'config', '-z', '--get-regexp', '^remote\\..*\\.(url|pushurl|fetch)$'),
  ]);
  const refs = listed
    .split('\n')
    .map((line) => line.split('\0'))
    .map(([name = '', target = '']): Ref => [name, target]);
  const remotes = remotesOf(settings.stdout.toString('utf8').split('\0').flatMap(toSetting), refs);
  const folders = ['refs/heads/', ...remotes.map(({ name }) => `refs/remotes/${name}/`)];
  const branches = refs.flatMap(([name, target]) => {
    const folder = target === '' && folders.find((one) => name.startsWith(one));
    return folder ? [name.slice(folder.length)] : [];
  });
  return {
    branch: head.stdout.toString('utf8').trim() || undefined,
    branches: [...new Set(branches)].sort(),
    fetched: refs.flatMap(([name, target]) =>
      target === '' && name.startsWith(REMOTE) ? [name.slice(REMOTE.length)] : [],
    ),
    remotes,
    isShallow: existsSync(join(common, 'shallow')),
  };
}

const REMOTE = 'refs/remotes/';

function toSetting(entry: string): readonly Setting[] {
  const [, remote, key, value] = /^remote\.(.*)\.(url|pushurl|fetch)\n([\s\S]*)$/.exec(entry) ?? [];
  return remote === undefined || key === undefined || value === undefined ? [] : [[remote, key, value]];
}

function remotesOf(settings: readonly Setting[], refs: readonly Ref[]): readonly GitRemote[] {
  return [...new Set(settings.map(([remote]) => remote))].sort().map((name) => {
    const valuesOf = (wanted: string) =>
      settings.flatMap(([remote, key, value]) => (remote === name && key === wanted ? [value] : []));
    const folder = `refs/remotes/${name}/`;
    const [, head = ''] = refs.find(([ref]) => ref === `${folder}HEAD`) ?? [];
    return {
      name,
      urls: [...valuesOf('url'), ...valuesOf('pushurl')],
      defaultBranch: head.startsWith(folder) ? head.slice(folder.length) : undefined,
      fetchesAll: valuesOf('fetch').some((refspec) => /^\+?refs\/heads\/\*:/.test(refspec)),
    };
  });
}
