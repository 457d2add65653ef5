import { type ClusterConfig, parseClusterConfig } from '../../argocd/clusters/cluster-config.js';
import { secretTexts } from '../../argocd/clusters/cluster-secret.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Credentials, Endpoint } from '../transport/endpoint.js';
import { type ExecPlugin, runExecPlugin } from './exec-plugin.js';
import { proxyFor } from './proxy.js';

export interface SecretAccess {
  /** Name of the Cluster in the repository. */
  readonly cluster: string;
  /** Its cluster Secret, which the operator vouches for. */
  readonly secret: KubeObject;
  /** Where the Secret is, in words. */
  readonly origin: string;
  /** The operator's command, in place of the one that the Secret names. */
  readonly exec?: ExecPlugin;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The way in that an Argo CD cluster Secret describes: bearer token, user and password or client certificate,
 * TLS and proxy. AWS identities are not made here. The command of an `execProviderConfig` is never run: only
 * one that the operator gives in its place.
 *
 * @throws GitopsError ARGOCD_INVALID_CLUSTER, CLUSTER_ACCESS_MISSING when it has a command only, or nothing
 */
export function secretEndpoint({ cluster, secret, origin, exec, environment }: SecretAccess): Endpoint {
  const config = parseClusterConfig(secret);
  const server = secretTexts(secret)['server'];
  if (server === undefined || !URL.canParse(server)) throw withoutServer(secret);
  if (exec === undefined && config.command !== undefined) throw commandIsNotRun(cluster, config.command, origin);
  const { certificateAuthority, serverName, insecure } = config;
  const proxy = config.proxyUrl ?? proxyFor(server, environment);
  const described = { server, certificateAuthority, insecure, serverName, proxy };
  const credentials =
    exec === undefined ? async () => credentialsOf(config) : () => runExecPlugin(exec, described, environment);
  return {
    cluster,
    server,
    via: `cluster Secret '${secret.metadata.name}' of ${origin}`,
    certificateAuthority,
    serverName,
    ...(insecure ? { insecure } : {}),
    proxy,
    ...(config.disableCompression ? { disableCompression: true } : {}),
    credentials,
  };
}

/** A cluster whose way in is a command that the operator has not given. */
export function commandIsNotRun(cluster: string, command: string, origin: string): GitopsError {
  return new GitopsError(
    'CLUSTER_ACCESS_MISSING',
    `cluster '${cluster}' is reached by the command '${command}', says execProviderConfig in its cluster Secret in ${origin}; it is not run, because only you say what is run here`,
    {
      hint: `When it may be run, map it in the access file (--access FILE): clusters: { ${cluster}: { exec: { command: ${command}, args: [] } } }. Otherwise give '${cluster}' a kubeconfig context there.`,
    },
  );
}

function credentialsOf({ bearerToken, username, password = '', certificate, key }: ClusterConfig): Credentials {
  const basic =
    username === undefined ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const authorization = bearerToken === undefined ? basic : `Bearer ${bearerToken}`;
  return {
    headers: authorization === undefined ? {} : { authorization },
    ...(certificate === undefined || key === undefined ? {} : { certificate, key }),
  };
}

function withoutServer({ metadata: { name } }: KubeObject): GitopsError {
  return new GitopsError(
    'ARGOCD_INVALID_CLUSTER',
    `cluster Secret '${name}' cannot be used: its 'server' is not an address`,
    {
      object: `Secret ${name}`,
      hint: 'Give it the URL of the API server.',
    },
  );
}
