import { trimEndOf } from '../../host/trim-end-of.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { OciReference } from '../../registry/oci-reference.js';
import type { RegistryAccess } from '../../registry/registry-access.js';
import { registryFailure } from '../../registry/registry-failure.js';
import { runCredentialHelper } from '../../registry/run-credential-helper.js';
import type { GivenFile } from '../api/given-file.js';
import type { SourceOptions } from '../api/source-options.js';

type Credentials = Pick<RegistryAccess, 'username' | 'password'>;

const HUB = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

/**
 * The user of a registry whom `docker login`, `helm registry login` or `podman login` noted, or whom the
 * credential helper of that file knows; nothing where there is none. The first file that has one counts.
 * Helpers are run because the files are the operator's, as the plugins of a kubeconfig are.
 *
 * @throws GitopsError REGISTRY_FAILED for a helper that fails, or an identity token
 */
export async function dockerCredentials(
  reference: OciReference,
  { registryConfigs = [], environment = {} }: SourceOptions,
): Promise<Credentials> {
  for (const file of registryConfigs) {
    const found = await inFile(reference, file, environment);
    if (found !== undefined) return found;
  }
  return {};
}

async function inFile(
  { registry, repository }: OciReference,
  { content }: GivenFile,
  environment: NonNullable<SourceOptions['environment']>,
): Promise<Credentials | undefined> {
  const config = parsed(content);
  const hosts = HUB.includes(registry) ? HUB : [registry];
  const server = HUB.includes(registry) ? 'https://index.docker.io/v1/' : registry;
  const own = hosts.map((host) => textAt(config['credHelpers'], host)).find((name) => name !== undefined);
  if (own !== undefined) return runCredentialHelper(own, server, environment);
  const store = textAt(config, 'credsStore');
  return (
    (store === undefined ? undefined : await inStore(store, server, environment)) ??
    inAuths(config['auths'], hosts, repository)
  );
}

/**
 * A store for everything may be that of another machine: where its program is missing, public registries can
 * be read all the same.
 */
async function inStore(
  name: string,
  server: string,
  environment: NonNullable<SourceOptions['environment']>,
): Promise<Credentials | undefined> {
  try {
    return await runCredentialHelper(name, server, environment);
  } catch (error) {
    if ((error as { readonly cause?: { readonly code?: unknown } }).cause?.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of the longest path: `registry/team` is another user than `registry`. */
function inAuths(auths: unknown, hosts: readonly string[], repository: string): Credentials | undefined {
  const entries = new Map(Object.entries(isRecord(auths) ? auths : {}).map(([key, entry]) => [normalized(key), entry]));
  const parts = repository.split('/');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  const names = [...paths.flatMap((path) => hosts.map((host) => `${host}/${path}`)), ...hosts];
  const name = names.find((one) => isRecord(entries.get(one)));
  const entry = name === undefined ? undefined : entries.get(name);
  if (name === undefined || !isRecord(entry)) return undefined;
  const auth = textAt(entry, 'auth');
  const [username = '', ...password] =
    auth === undefined ? [] : Buffer.from(auth, 'base64').toString('utf8').split(':');
  const given = {
    username: textAt(entry, 'username') ?? username,
    password: textAt(entry, 'password') ?? password.join(':'),
  };
  if (given.password === '' && textAt(entry, 'identitytoken') !== undefined)
    throw registryFailure(`https://${name}`, 'its login is an identity token, which is not supported');
  return given.username === '' ? undefined : given;
}

/** `https://index.docker.io/v1/` and the like. */
function normalized(key: string): string {
  return trimEndOf(key.replace(/^https?:\/\//i, ''), '/').replace(/\/v[12]$/, '');
}

function textAt(value: unknown, key: string): string | undefined {
  const text = isRecord(value) ? value[key] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function parsed(content: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(content);
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}
