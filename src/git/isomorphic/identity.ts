import { promises, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as git from 'isomorphic-git';
import { GitopsError } from '../../errors.js';
import { gitEnvironment } from '../../host/git-environment.js';
import { homeDirectory } from '../../host/home-directory.js';
import type { GitStore } from './git-store.js';

export interface Identity {
  readonly name: string;
  readonly email: string;
}

/**
 * Author and committer from Git's environment variables, the repository's and the user's configuration.
 * @throws GitopsError GIT_IDENTITY_MISSING
 */
export async function readIdentity(
  store: GitStore,
): Promise<{ readonly author: Identity; readonly committer: Identity }> {
  const environment = gitEnvironment();
  const of = async (who: 'AUTHOR' | 'COMMITTER'): Promise<Identity> => {
    const part = async (field: 'name' | 'email') =>
      environment[`GIT_${who}_${field.toUpperCase()}`] ||
      (await readSetting(store, `${who.toLowerCase()}.${field}`)) ||
      (await readSetting(store, `user.${field}`));
    const name = await part('name');
    const email = await part('email');
    if (name && email) return { name, email };
    throw new GitopsError('GIT_IDENTITY_MISSING', `git does not know the ${who.toLowerCase()} of the commit`, {
      hint: 'Set user.name and user.email in the git configuration, or GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL.',
    });
  };
  return { author: await of('AUTHOR'), committer: await of('COMMITTER') };
}

/** The repository's value, then the user's, then the machine's. Included files are not followed. */
export async function readSetting(store: GitStore, path: string): Promise<string | undefined> {
  const environment = gitEnvironment();
  const own = await git.getConfig({ ...store, path });
  if (own !== undefined) return String(own);
  const user = environment['GIT_CONFIG_GLOBAL'];
  const files = [
    ...(user ? [user] : filesOfUser(environment['XDG_CONFIG_HOME'])),
    ...(environment['GIT_CONFIG_NOSYSTEM'] ? [] : [environment['GIT_CONFIG_SYSTEM'] || '/etc/gitconfig']),
  ];
  for (const file of files) {
    const value = await readFrom(file, path);
    if (value !== undefined) return value;
  }
  return undefined;
}

function filesOfUser(configHome: string | undefined): readonly string[] {
  const home = homeDirectory();
  const config = configHome || (home && join(home, '.config'));
  return [...(home ? [join(home, '.gitconfig')] : []), ...(config ? [join(config, 'git/config')] : [])];
}

/** isomorphic-git parses the configuration of a repository only, so the file is shown to it as one. */
async function readFrom(file: string, path: string): Promise<string | undefined> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const value = await git.getConfig({
    fs: { promises: { ...promises, readFile: async () => text } },
    gitdir: '/',
    path,
  });
  return value === undefined ? undefined : String(value);
}
