import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Cluster, Context, User } from '@kubernetes/client-node';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { parseYaml } from '../../manifest/yaml.js';
import { reasonOf } from '../transport/cause.js';

type Fields = Readonly<Record<string, unknown>>;

/** A user of a kubeconfig, with the fields that client-node leaves out. */
export interface KubeconfigUser extends User {
  /** Holds a token that is replaced from outside; it counts before `token`. */
  readonly tokenFile?: string;
}

/** Kubeconfig files as one: of each name the first counts, as for kubectl. */
export interface Kubeconfig {
  readonly clusters: readonly Cluster[];
  readonly users: readonly KubeconfigUser[];
  readonly contexts: readonly Context[];
  readonly currentContext?: string;
  /** The file that each context is from. */
  readonly homes: ReadonlyMap<string, string>;
}

/**
 * Reads kubeconfig files; relative paths in one are relative to it, commands only where they have a slash.
 *
 * @throws GitopsError CLUSTER_ACCESS_INVALID when one cannot be read or is none
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export async function readKubeconfig(files: readonly string[]): Promise<Kubeconfig> {
  const read = await Promise.all(files.map(readOne));
  const current = read.find(({ currentContext }) => currentContext);
  const homes = new Map<string, string>();
  for (const { file, contexts } of read) for (const { name } of contexts) if (!homes.has(name)) homes.set(name, file);
  return {
    clusters: firstOfEach(read.flatMap(({ clusters }) => clusters)),
    users: firstOfEach(read.flatMap(({ users }) => users)),
    contexts: firstOfEach(read.flatMap(({ contexts }) => contexts)),
    ...(current?.currentContext ? { currentContext: current.currentContext } : {}),
    homes,
  };
}

async function readOne(file: string): Promise<Omit<Kubeconfig, 'homes'> & { readonly file: string }> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalidError(`the kubeconfig '${file}' cannot be read: ${reasonOf(cause)}`, cause);
  });
  const folder = dirname(resolve(file));
  const pathOf = (value: unknown) => (textOf(value) ? resolve(folder, String(value)) : undefined);
  try {
    const [config = {}] = parseYaml(text, file);
    if (!isRecord(config)) throw new TypeError('it holds no fields');
    return {
      file,
      clusters: entriesOf(config, 'clusters', (name, cluster, place) => {
        if (!textOf(cluster['server'])) throw new TypeError(`${place}.cluster.server is missing`);
        return {
          name,
          server: anyText(cluster['server']).replace(/\/$/, ''),
          caData: textOf(cluster['certificate-authority-data']),
          caFile: pathOf(cluster['certificate-authority']),
          skipTLSVerify: cluster['insecure-skip-tls-verify'] === true,
          tlsServerName: textOf(cluster['tls-server-name']),
          proxyUrl: textOf(cluster['proxy-url']),
        };
      }),
      users: entriesOf(config, 'users', (name, user) => ({
        name,
        authProvider: user['auth-provider'],
        certData: textOf(user['client-certificate-data']),
        certFile: pathOf(user['client-certificate']),
        exec: withPath(user['exec'], folder),
        keyData: textOf(user['client-key-data']),
        keyFile: pathOf(user['client-key']),
        token: textOf(user['token']),
        tokenFile: pathOf(user['tokenFile']),
        password: textOf(user['password']),
        username: textOf(user['username']),
        impersonateUser: textOf(user['as']),
      })),
      contexts: entriesOf(config, 'contexts', (name, context, place) => {
        if (!textOf(context['cluster'])) throw new TypeError(`${place}.context.cluster is missing`);
        return {
          name,
          cluster: anyText(context['cluster']),
          user: textOf(context['user']) ?? '',
          namespace: textOf(context['namespace']),
        };
      }),
      currentContext: textOf(config['current-context']),
    };
  } catch (cause) {
    throw invalidError(`'${file}' is not a kubeconfig: ${reasonOf(cause)}`, cause);
  }
}

/** The entries of a list such as `clusters`, whose content is below its singular. A user may be empty. */
function entriesOf<Entry>(
  config: Fields,
  list: 'clusters' | 'users' | 'contexts',
  use: (name: string, fields: Fields, place: string) => Entry,
) {
  const entries = Array.isArray(config[list]) ? (config[list] as readonly unknown[]) : [];
  return entries.map((entry, index) => {
    const place = `${list}[${index}]`;
    const key = list.slice(0, -1);
    const name = isRecord(entry) ? textOf(entry['name']) : undefined;
    const fields = isRecord(entry) ? entry[key] : undefined;
    if (name === undefined) throw new TypeError(`${place}.name is missing`);
    if (!isRecord(fields) && list !== 'users') throw new TypeError(`${place}.${key} is missing`);
    return use(name, isRecord(fields) ? fields : {}, place);
  });
}

function withPath(plugin: unknown, folder: string): unknown {
  const command = isRecord(plugin) ? plugin['command'] : undefined;
  return isRecord(plugin) && typeof command === 'string' && command.includes('/')
    ? { ...plugin, command: resolve(folder, command) }
    : plugin;
}

/** A number is taken for the text that it is meant to be; what is empty is absent. */
function textOf(value: unknown): string | undefined {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}

function firstOfEach<Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] {
  const first = new Map<string, Named>();
  for (const one of all) if (!first.has(one.name)) first.set(one.name, one);
  return [...first.values()];
}

function invalidError(message: string, cause: unknown): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', message, {
    hint: 'Correct the kubeconfig, or name another with the access file (docs/access.md).',
    cause,
  });
}
