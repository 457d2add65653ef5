import { readFile } from 'node:fs/promises';
import type { Cluster } from '@kubernetes/client-node';
import { GitopsError } from '../../errors.js';
import { reasonOf } from '../transport/cause.js';
import type { Credentials, Endpoint } from '../transport/endpoint.js';
import { type ExecPlugin, runExecPlugin } from './exec-plugin.js';
import { proxyFor } from './proxy.js';
import { type Kubeconfig, type KubeconfigUser, readKubeconfig } from './read-kubeconfig.js';

export interface KubeconfigAccess {
  /** Name of the Cluster in the repository. */
  readonly cluster: string;
  /** Kubeconfig files, the first that names a thing wins, as for kubectl. */
  readonly files: readonly string[];
  /** Default: the current context of the first file that names one. */
  readonly context?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A token file is read again this often, as by client-go. */
const REREAD_MS = 60_000;

/**
 * The way in that a kubeconfig context describes.
 *
 * Credentials of auth providers (OIDC) are client-node's, which is loaded for nothing else: it takes longer
 * to load than a whole sync of what is unchanged. Exec plugins are run by us, because it passes neither the
 * environment nor the cluster, starts one for each of many parallel requests and does not report when the
 * token expires.
 *
 * @throws GitopsError CLUSTER_ACCESS_INVALID when the file cannot be read or has no such context
 */
export async function kubeconfigEndpoint(access: KubeconfigAccess): Promise<Endpoint> {
  const config = await readKubeconfig(access.files);
  const context = access.context ?? config.currentContext;
  const via = `context '${context ?? ''}' of '${config.homes.get(context ?? '') ?? ''}'`;
  const found = config.contexts.find(({ name }) => name === context);
  if (!found) throw noSuchContext(access, context, config);
  const cluster = config.clusters.find(({ name }) => name === found.cluster);
  if (!cluster) throw invalidError(`${via} names the cluster '${found.cluster}', which the file does not have`);
  const user = config.users.find(({ name }) => name === found.user);
  if (!user && found.user) throw invalidError(`${via} names the user '${found.user}', which the file does not have`);
  const certificateAuthority = await authorityOf(cluster, via);
  const proxy = cluster.proxyUrl ?? proxyFor(cluster.server, access.environment);
  return {
    cluster: access.cluster,
    server: cluster.server,
    via,
    certificateAuthority,
    ...(cluster.tlsServerName ? { serverName: cluster.tlsServerName } : {}),
    ...(cluster.skipTLSVerify ? { insecure: true } : {}),
    proxy,
    credentials: async () =>
      credentialsOf(await readKubeconfig(access.files), found.name, { ...access, certificateAuthority, via }),
  };
}

interface Asking extends Pick<KubeconfigAccess, 'environment'> {
  readonly certificateAuthority: string | undefined;
  readonly via: string;
}

/** Tokens and certificates in the files are replaced from outside: the files were read again. */
async function credentialsOf(config: Kubeconfig, context: string, asking: Asking): Promise<Credentials> {
  const found = config.contexts.find(({ name }) => name === context);
  const cluster = config.clusters.find(({ name }) => name === found?.cluster);
  const user = config.users.find(({ name }) => name === found?.user);
  if (!user || !cluster) return { headers: {} };
  // `exec` is untyped in client-node: the shape is the kubeconfig's.
  const plugin = (user.exec ?? undefined) as ExecPlugin | undefined;
  if (plugin) {
    const info = {
      server: cluster.server,
      certificateAuthority: asking.certificateAuthority,
      insecure: cluster.skipTLSVerify,
      serverName: cluster.tlsServerName,
      proxy: cluster.proxyUrl,
    };
    return runExecPlugin(plugin, info, asking.environment);
  }
  try {
    return user.authProvider ? await ofProvider(user, cluster) : await ofUser(user);
  } catch (cause) {
    throw new GitopsError(
      'CLUSTER_CREDENTIALS_FAILED',
      `no credentials could be had by ${asking.via}: ${reasonOf(cause)}`,
      {
        cause,
        hint: 'Log in again, or correct the user in the kubeconfig.',
      },
    );
  }
}

/** Data count before files, as for kubectl. */
async function ofUser(user: KubeconfigUser): Promise<Credentials> {
  const { username, password = '', impersonateUser, tokenFile } = user;
  const token = tokenFile === undefined ? user.token : await readFile(tokenFile, 'utf8');
  const certificate = await textOf(user.certFile, user.certData);
  const key = await textOf(user.keyFile, user.keyData);
  const authorization = token
    ? `Bearer ${token.trim()}`
    : username && `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return {
    headers: {
      ...(impersonateUser ? { 'Impersonate-User': impersonateUser } : {}),
      ...(authorization ? { authorization } : {}),
    },
    ...(certificate ? { certificate } : {}),
    ...(key ? { key } : {}),
    ...(tokenFile === undefined ? {} : { expiresAt: Date.now() + REREAD_MS }),
  };
}

/** client-node puts what its providers find into a header. */
async function ofProvider(user: KubeconfigUser, cluster: Cluster): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, user);
  const options: { headers?: Record<string, string> } = {};
  // Typed for node:https; of what it sets only the header is not known here.
  await config.applyToHTTPSOptions(options as never);
  const found = options.headers?.['Authorization'];
  const { headers, ...others } = await ofUser(user);
  return { headers: { ...headers, ...(found === undefined ? {} : { authorization: found.trim() }) }, ...others };
}

async function textOf(file: string | undefined, data: string | undefined): Promise<string | undefined> {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  return file ? readFile(file, 'utf8') : undefined;
}

async function authorityOf({ caFile, caData }: Cluster, via: string): Promise<string | undefined> {
  return textOf(caFile, caData).catch((cause: unknown) => {
    throw invalidError(
      `${via} names the certificate authority '${caFile}', which cannot be read: ${reasonOf(cause)}`,
      cause,
    );
  });
}

function noSuchContext(
  { cluster, files }: KubeconfigAccess,
  context: string | undefined,
  config: Kubeconfig,
): GitopsError {
  const names = config.contexts.map(({ name }) => `'${name}'`);
  const missing = context ? `no context '${context}'` : 'no current context';
  const others =
    names.length === 0 ? 'there is none at all' : `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
  return invalidError(
    `there is ${missing} for cluster '${cluster}' in the kubeconfig: ${others}`,
    undefined,
    `Read ${files.length === 1 ? 'was' : 'were'} ${[...new Set(files)].map((file) => `'${file}'`).join(' and ')}.`,
  );
}

function invalidError(
  message: string,
  cause?: unknown,
  hint = 'Correct the kubeconfig, or name another with the access file (docs/access.md).',
): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', message, { hint, cause });
}
