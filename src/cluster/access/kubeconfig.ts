import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { GitopsError } from '../../errors.js';
import { reasonOf } from '../transport/cause.js';
import type { Credentials, Endpoint } from '../transport/endpoint.js';
import { type ExecPlugin, runExecPlugin } from './exec-plugin.js';
import { proxyFor } from './proxy.js';

export interface KubeconfigAccess {
  /** Name of the Cluster in the repository. */
  readonly cluster: string;
  /** Kubeconfig files, the first that names a thing wins, as for kubectl. */
  readonly files: readonly string[];
  /** Default: the current context of the first file that names one. */
  readonly context?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Environment = KubeconfigAccess['environment'];

/**
 * The way in that a kubeconfig context describes.
 *
 * Reading, contexts, certificates, basic and OIDC credentials are client-node's; exec plugins are run by us, because it passes neither the environment nor the
 * cluster, starts one for each of many parallel requests and does not tell when the token expires.
 *
 * @throws GitopsError CLUSTER_ACCESS_INVALID when the file cannot be read or has no such context
 */
export async function kubeconfigEndpoint(access: KubeconfigAccess): Promise<Endpoint> {
  const { config, homes } = await load(access.files);
  const context = access.context ?? config.getCurrentContext();
  const via = `context '${context ?? ''}' of '${homes.get(context ?? '') ?? ''}'`;
  const found = context ? config.getContextObject(context) : null;
  if (!found) throw noSuchContext(access, context, config);
  config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw invalid(`${via} names the cluster '${found.cluster}', which the file does not have`);
  const user = config.getCurrentUser();
  if (!user && found.user) throw invalid(`${via} names the user '${found.user}', which the file does not have`);
  const certificateAuthority = await textOf(cluster.caFile, cluster.caData, via);
  const proxy = cluster.proxyUrl ?? proxyFor(cluster.server, access.environment);
  return {
    cluster: access.cluster,
    server: cluster.server,
    via,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(cluster.tlsServerName ? { serverName: cluster.tlsServerName } : {}),
    ...(cluster.skipTLSVerify ? { insecure: true } : {}),
    ...(proxy === undefined ? {} : { proxy }),
    credentials: async () => credentialsOf(await reload(access, context), access.environment, certificateAuthority, via),
  };
}

/** Reads the files again: tokens and certificates in them are replaced from outside. */
async function reload({ files }: KubeconfigAccess, context: string): Promise<KubeConfig> {
  const { config } = await load(files);
  config.setCurrentContext(context);
  return config;
}

async function credentialsOf(
  config: KubeConfig,
  environment: Environment,
  certificateAuthority: string | undefined,
  via: string,
): Promise<Credentials> {
  const user = config.getCurrentUser();
  const cluster = config.getCurrentCluster();
  if (!user || !cluster) return { headers: {} };
  // `exec` is untyped in client-node: the shape is the kubeconfig's.
  const plugin = (user.exec ?? undefined) as ExecPlugin | undefined;
  if (plugin) {
    const info = {
      server: cluster.server,
      certificateAuthority,
      insecure: cluster.skipTLSVerify,
      serverName: cluster.tlsServerName,
      proxy: cluster.proxyUrl,
    };
    return runExecPlugin(plugin, info, environment);
  }
  const options: { headers?: Record<string, string>; auth?: string; cert?: Buffer | string; key?: Buffer | string } = {};
  try {
    // Typed for node:https; these are the fields that it sets.
    await config.applyToHTTPSOptions(options as never);
  } catch (cause) {
    throw new GitopsError('CLUSTER_CREDENTIALS_FAILED', `no credentials could be had by ${via}: ${reasonOf(cause)}`, {
      cause,
      hint: 'Log in again, or mend the user in the kubeconfig.',
    });
  }
  const authorization =
    options.headers?.['Authorization'] ?? (options.auth === undefined ? undefined : `Basic ${Buffer.from(options.auth).toString('base64')}`);
  const { Authorization: _, ...others } = options.headers ?? {};
  return {
    headers: { ...others, ...(authorization === undefined ? {} : { authorization: authorization.trim() }) },
    ...(options.cert ? { certificate: options.cert.toString() } : {}),
    ...(options.key ? { key: options.key.toString() } : {}),
  };
}

interface Loaded {
  readonly config: KubeConfig;
  /** The file that each context is from. */
  readonly homes: ReadonlyMap<string, string>;
}

async function load(files: readonly string[]): Promise<Loaded> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const merged = new KubeConfig();
  const homes = new Map<string, string>();
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw invalid(`the kubeconfig '${file}' cannot be read: ${reasonOf(cause)}`, cause);
    });
    const config = new KubeConfig();
    try {
      config.loadFromString(text);
    } catch (cause) {
      throw invalid(`'${file}' is not a kubeconfig: ${reasonOf(cause)}`, cause);
    }
    resolvePaths(config, dirname(resolve(file)));
    for (const { name } of config.contexts) if (!homes.has(name)) homes.set(name, file);
    merge(merged, config);
  }
  return { config: merged, homes };
}

/** Relative paths are relative to the file that names them; commands only where they have a slash, as for kubectl. */
function resolvePaths(config: KubeConfig, folder: string): void {
  config.makePathsAbsolute(folder);
  for (const user of config.users) {
    const plugin = user.exec as { command?: string } | null | undefined;
    if (plugin?.command?.includes('/') && !isAbsolute(plugin.command)) plugin.command = resolve(folder, plugin.command);
  }
}

function merge(into: KubeConfig, from: KubeConfig): void {
  const added = <T extends { readonly name: string }>(have: readonly T[], more: readonly T[]): T[] => [
    ...have,
    ...more.filter((one) => !have.some(({ name }) => name === one.name)),
  ];
  into.clusters = added(into.clusters, from.clusters);
  into.users = added(into.users, from.users);
  into.contexts = added(into.contexts, from.contexts);
  if (!into.currentContext && from.currentContext) into.setCurrentContext(from.currentContext);
}

async function textOf(file: string | undefined, data: string | undefined, via: string): Promise<string | undefined> {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!file) return undefined;
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalid(`${via} names the certificate authority '${file}', which cannot be read: ${reasonOf(cause)}`, cause);
  });
}

function noSuchContext({ cluster, files }: KubeconfigAccess, context: string | undefined, config: KubeConfig): GitopsError {
  const names = config.contexts.map(({ name }) => `'${name}'`).join(', ');
  const missing = context ? `has no context '${context}'` : 'has no current context';
  return invalid(
    `the kubeconfig ${[...new Set(files)].map((file) => `'${file}'`).join(' with ')} ${missing} for cluster '${cluster}'`,
    undefined,
    names ? `It has: ${names}.` : 'It has no contexts at all.',
  );
}

function invalid(
  message: string,
  cause?: unknown,
  hint = 'Mend the kubeconfig, or name another with the access file (docs/access.md).',
): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', message, { hint, cause });
}
