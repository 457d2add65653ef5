import { GitopsError } from '../../errors.js';
import { withoutCredentialsIn } from '../../host/address.js';
import { parseRemoteRefs, type RemoteRefs } from '../remote/parse-remote-refs.js';
import { runGit } from './run-git.js';

/** The limit of one question, in milliseconds. Git may wait for a password that nobody enters. */
const LIMIT_MS = 60_000;

/**
 * Asks a remote of the local clone with the clone's own configuration.
 *
 * @throws GitopsError GIT_REMOTE_FAILED
 */
export async function listOwnRemote(directory: string, remote: string): Promise<RemoteRefs> {
  try {
    const command = ['ls-remote', '--symref', '--quiet', '--', remote];
    return parseRemoteRefs((await runGit({ directory, limitMs: LIMIT_MS }, ...command)).stdout);
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
    throw error.with(({ message }) => ({
      code: 'GIT_REMOTE_FAILED',
      message: `the remote '${remote}' cannot be asked: ${withoutCredentialsIn(message)}`,
      hint: `Check the way to it: git ls-remote ${remote}.`,
    }));
  }
}
