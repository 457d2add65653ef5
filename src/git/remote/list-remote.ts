import { withTemporaryFolder } from '../../host/with-temporary-folder.js';
import type { GitRemote } from './git-access.js';
import { runRemoteGit } from './run-remote-git.js';

/** The branches and tags of a Git server. */
export interface RemoteRefs {
  /** Full name to commit; annotated tags to the commit that they mean. */
  readonly refs: Readonly<Record<string, string>>;
  /** The ref that `HEAD` is; absent for a detached one. */
  readonly head?: string;
}

/** @throws GitopsError GIT_REMOTE_FAILED */
export async function listRemote(remote: GitRemote): Promise<RemoteRefs> {
  const { stdout } = await ask(remote);
  const refs: Record<string, string> = {};
  let head: string | undefined;
  for (const line of stdout.toString('utf8').split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (value.startsWith('ref: ')) head = name === 'HEAD' ? value.slice('ref: '.length) : head;
    // `^{}` comes after the tag itself, and is the commit.
    else if (name !== '') refs[name.replace(/\^\{\}$/, '')] = value;
  }
  return { refs, head };
}

/** In an empty folder, where no repository's configuration counts. */
function ask(remote: GitRemote): ReturnType<typeof runRemoteGit> {
  return withTemporaryFolder('refs', [], (directory) =>
    runRemoteGit(remote, directory, 'ls-remote', '--symref', '--quiet', '--', remote.url),
  );
}
