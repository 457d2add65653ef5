import { spawn } from 'node:child_process';
import { GitopsError } from '../errors.js';
import { isRecord } from '../manifest/kube-object.js';
import type { RegistryAccess } from './registry-access.js';

type Credentials = Pick<RegistryAccess, 'username' | 'password'>;

const TIMEOUT_MS = 30_000;
const NONE = /credentials not found|not logged in/i;
/** Told by helpers in place of a user where the secret is an identity token. */
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
  if (!/^[\w][\w.-]*$/.test(name)) throw failed(name, server, 'has a name that is no name of a program');
  const { code, output } = await run(`docker-credential-${name}`, server, environment).catch(
    (error: NodeJS.ErrnoException) => {
      throw failed(name, server, error.code === 'ENOENT' ? 'is not on PATH' : 'cannot be run', error);
    },
  );
  if (code !== 0 && NONE.test(output)) return undefined;
  if (code === null) throw failed(name, server, `did not answer within ${TIMEOUT_MS / 1000} s`);
  if (code !== 0)
    throw failed(name, server, `ended with ${code}: ${output.trim().split('\n')[0]?.slice(0, 200) ?? ''}`);
  const answer = parsed(output);
  const username = answer?.['Username'];
  const password = answer?.['Secret'];
  if (typeof username !== 'string' || typeof password !== 'string')
    throw failed(name, server, 'did not print a user and a secret as JSON');
  if (username === IDENTITY_TOKEN) throw failed(name, server, 'gives an identity token, which is not supported');
  return username === '' && password === '' ? undefined : { username, password };
}

interface Answer {
  /** Null when it was ended. */
  readonly code: number | null;
  readonly output: string;
}

function run(
  command: string,
  server: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ['get'], {
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
      windowsHide: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    // One that ends without reading is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(server);
  });
}

function parsed(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const answer: unknown = JSON.parse(output);
    return isRecord(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

function failed(name: string, server: string, why: string, cause?: unknown): GitopsError {
  return new GitopsError(
    'REGISTRY_FAILED',
    `the credential helper 'docker-credential-${name}' for '${server}' ${why}`,
    {
      hint: `Run \`echo ${server} | docker-credential-${name} get\` to see it alone, or give the registry's user in the file of --repositories.`,
      cause,
    },
  );
}
