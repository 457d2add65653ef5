import { withTemporaryFolder } from '../../host/with-temporary-folder.js';
import type { GitRemote } from './git-access.js';
import { parseRemoteRefs, type RemoteRefs } from './parse-remote-refs.js';
import { runRemoteGit } from './run-remote-git.js';

/** @throws GitopsError GIT_REMOTE_FAILED */
export async function listRemote(remote: GitRemote): Promise<RemoteRefs> {
  return parseRemoteRefs((await ask(remote)).stdout);
}

/** Runs in an empty folder, where no repository's configuration applies. */
function ask(remote: GitRemote): ReturnType<typeof runRemoteGit> {
  return withTemporaryFolder('refs', [], (directory) =>
    runRemoteGit(remote, directory, 'ls-remote', '--symref', '--quiet', '--', remote.url),
  );
}
