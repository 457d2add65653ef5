import { GitopsError } from '../../errors.js';
import { withoutCredentials, withoutCredentialsIn } from '../../host/address.js';
import { type GitOutput, runGit } from '../native/run-git.js';
import type { GitAccess, GitRemote } from './git-access.js';
import { withGitAccess } from './with-git-access.js';

const TIMEOUT_MS = 120_000;
/**
 * The form of a URL of Git. Anything else, such as `ext::` or a path, would be a command or a folder of this
 * machine.
 */
const URL_FORM = /^(?:https?|ssh|git|file):\/\/[^\s]+$|^(?:[\w.~-]+@)?[\w.-]+:(?!\/\/|:)[^\s]+$/i;

/**
 * Asks a Git server. Credentials are in no argument, and go only to the server of the URL.
 *
 * @throws GitopsError GIT_REMOTE_FAILED with what git said, secrets masked; INTERRUPTED
 */
export async function runRemoteGit(remote: GitRemote, directory: string, ...command: string[]): Promise<GitOutput> {
  const { url, access = {}, timeoutMs = TIMEOUT_MS, signal } = remote;
  const isLocal = /^file:/i.test(url);
  if (!URL_FORM.test(url) || url.startsWith('-') || (isLocal && access.local !== true))
    throw notAllowedError(url, isLocal);
  try {
    return await withGitAccess(url, access, (environment) =>
      runGit({ directory, environment, limitMs: timeoutMs, ...(signal === undefined ? {} : { signal }) }, ...command),
    );
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
    throw failure(url, access, saidBy(error));
  }
}

const BY_SSH =
  /permission denied|host key verification failed|could not resolve hostname|connection (?:refused|timed out|closed|reset)|no route to host/i;

function saidBy({ message, data }: GitopsError): string {
  const said = typeof data?.['stderr'] === 'string' ? data['stderr'] : message;
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^(warning|hint):/.test(line));
  const fatal = lines.find((line) => /^fatal:/.test(line));
  // git does not repeat what ssh says.
  const bySsh = /could not read from remote repository/i.test(fatal ?? '')
    ? lines.find((line) => BY_SSH.test(line))
    : undefined;
  return (bySsh ?? fatal ?? lines[0] ?? said).replace(/^(fatal|error): /, '').trim();
}

function failure(url: string, access: GitAccess, why: string): GitopsError {
  return new GitopsError(
    'GIT_REMOTE_FAILED',
    `the Git repository '${withoutCredentials(url)}' cannot be read: ${masked(why, access)}`,
    {
      hint: hintFor(why),
    },
  );
}

const UNAUTHORIZED =
  /authentication failed|could not read (username|password)|permission denied|terminal prompts disabled|\b40[13]\b/i;

function hintFor(why: string): string {
  if (/host key verification failed/i.test(why))
    return "Add the host to ssh's known_hosts, or give argocd-ssh-known-hosts-cm in the file of --repositories.";
  return UNAUTHORIZED.test(why)
    ? "Give credentials in a file with --repositories, as Argo CD's repository Secrets have them, or configure a credential helper of git."
    : 'Check the URL and the way to the server. Is it the repository at hand? Then say so: git remote add argocd <repoURL>.';
}

/** Masks secrets, because a server may repeat what it received. */
function masked(text: string, { password, bearerToken }: GitAccess): string {
  const known = [password, bearerToken].reduce<string>(
    (rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest),
    text,
  );
  return withoutCredentialsIn(known);
}

function notAllowedError(url: string, isLocal: boolean): GitopsError {
  return new GitopsError(
    'GIT_REMOTE_FAILED',
    `the Git repository '${withoutCredentials(url)}' cannot be read: ${isLocal ? 'it is a folder of this machine' : 'that is not a URL of Git'}`,
    {
      hint: isLocal
        ? 'Name it in the file of --repositories, if it may be read.'
        : 'Use https://, ssh:// or git@host:path.',
    },
  );
}
