import { GitopsError } from '../errors.js';
import { runCommand } from '../host/run-command.js';
import { isRecord } from '../manifest/kube-object.js';
import type { RegistryAccess } from './registry-access.js';

type Credentials = Pick<RegistryAccess, 'username' | 'password'>;

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 1024 * 1024;
const NONE = /credentials not found|not logged in/i;
/** What helpers print in place of a user where the secret is an identity token. */
const IDENTITY_TOKEN = '<token>';

/**
 * Asks `docker-credential-<name>` for the user of a registry; undefined where it knows none.
 *
 * @param environment of the program, with PATH
 * @see https://github.com/docker/docker-credential-helpers
 * @throws GitopsError REGISTRY_FAILED when it cannot be run, fails, or gives an identity token; never with
 * what it printed as an answer
 */
export async function runCredentialHelper(
  name: string,
  server: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Credentials | undefined> {
  if (!/^[\w][\w.-]*$/.test(name)) throw failure(name, server, 'has a name that is not the name of a program');
  const ended = await runCommand({
    command: `docker-credential-${name}`,
    args: ['get'],
    environment,
    input: server,
    limit: { awakeMs: TIMEOUT_MS },
    maxBytes: MOST_BYTES,
  });
  if ('why' in ended) throw failure(name, server, ended.words, ended.cause);
  const output = ended.stdout.toString('utf8');
  if (ended.code !== 0 && NONE.test(output)) return undefined;
  if (ended.code !== 0)
    throw failure(name, server, `ended with ${ended.code}: ${output.trim().split('\n')[0]?.slice(0, 200) ?? ''}`);
  const answer = parsed(output);
  const username = answer?.['Username'];
  const password = answer?.['Secret'];
  if (typeof username !== 'string' || typeof password !== 'string')
    throw failure(name, server, 'did not print a user and a secret as JSON');
  if (username === IDENTITY_TOKEN) throw failure(name, server, 'gives an identity token, which is not supported');
  return username === '' && password === '' ? undefined : { username, password };
}

function parsed(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const answer: unknown = JSON.parse(output);
    return isRecord(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

function failure(name: string, server: string, why: string, cause?: unknown): GitopsError {
  return new GitopsError(
    'REGISTRY_FAILED',
    `the credential helper 'docker-credential-${name}' for '${server}' ${why}`,
    {
      hint: `Run \`echo ${server} | docker-credential-${name} get\` to see it alone, or give the registry's user in the file of --repositories.`,
      cause,
    },
  );
}
