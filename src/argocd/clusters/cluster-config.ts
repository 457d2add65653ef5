import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { secretTexts } from './cluster-secret.js';

/**
 * How to reach a cluster, by the `config` of its cluster Secret, with credentials. It is kept in memory only,
 * and never part of a message or an event.
 */
export interface ClusterConfig {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  /** True when the server's certificate is not checked. */
  readonly insecure: boolean;
  /** The name expected in the server's certificate. */
  readonly serverName?: string;
  /** The certificate authority, in PEM. */
  readonly certificateAuthority?: string;
  /** The client certificate, in PEM. */
  readonly certificate?: string;
  /** The key of the client certificate, in PEM. */
  readonly key?: string;
  readonly aws?: { readonly clusterName: string; readonly roleArn?: string; readonly profile?: string };
  /** The command of `execProviderConfig`. It is reported, and never run. */
  readonly command?: string;
  /** The URL of a proxy: `http://`, `https://` or `socks5://`. */
  readonly proxyUrl?: string;
  /** True when the server must not compress its answers. */
  readonly disableCompression: boolean;
}

const PROXIES: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:']);

/**
 * Reads the `config` of a cluster Secret as Argo CD does, and refuses what Argo CD or its Kubernetes client
 * refuses. No value is quoted.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 * @throws GitopsError ARGOCD_INVALID_CLUSTER with all problems
 */
export function parseClusterConfig(secret: KubeObject): ClusterConfig {
  const { name } = secret.metadata;
  const config = recordOf(secretTexts(secret)['config'], name);
  const problems: string[] = [];
  const text = (from: Readonly<Record<string, unknown>>, field: string): string | undefined => {
    const value = from[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      problems.push(`its '${field}' is not a text`);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const part = (field: string): Readonly<Record<string, unknown>> => {
    const value = config[field];
    if (value !== undefined && value !== null && !isRecord(value)) problems.push(`its '${field}' is not an object`);
    return isRecord(value) ? value : {};
  };
  const pem = (from: Readonly<Record<string, unknown>>, field: string): string | undefined => {
    const value = text(from, field);
    const decoded = value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
    if (decoded !== undefined && !decoded.includes('-----BEGIN')) problems.push(`its '${field}' is not PEM in base64`);
    return decoded;
  };
  const tls = part('tlsClientConfig');
  const aws = part('awsAuthConfig');
  const exec = part('execProviderConfig');
  const clusterName = text(aws, 'clusterName');
  const read = {
    username: text(config, 'username'),
    password: text(config, 'password'),
    bearerToken: text(config, 'bearerToken'),
    insecure: tls['insecure'] === true,
    serverName: text(tls, 'serverName'),
    certificateAuthority: pem(tls, 'caData'),
    certificate: pem(tls, 'certData'),
    key: pem(tls, 'keyData'),
    aws:
      clusterName === undefined
        ? undefined
        : defined({ clusterName, roleArn: text(aws, 'roleARN'), profile: text(aws, 'profile') }),
    command: text(exec, 'command'),
    proxyUrl: text(config, 'proxyUrl'),
    disableCompression: config['disableCompression'] === true,
  };
  if (read.insecure && read.certificateAuthority !== undefined)
    problems.push("it has 'caData' and is 'insecure': one of them means nothing");
  if (read.bearerToken !== undefined && read.username !== undefined)
    problems.push('it has both a bearer token and a user');
  if ((read.certificate === undefined) !== (read.key === undefined))
    problems.push("it has only one of 'certData' and 'keyData'");
  if (read.proxyUrl !== undefined && !isProxy(read.proxyUrl))
    problems.push("its 'proxyUrl' is not an http, https or socks5 address");
  GitopsError.throwAll(problems.map((problem) => invalidError(name, problem)));
  return defined(read);
}

function recordOf(config: string | undefined, name: string): Readonly<Record<string, unknown>> {
  if (config === undefined || config.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(config);
  } catch {
    // The message of JSON.parse quotes the text, which may hold a secret.
  }
  if (isRecord(parsed)) return parsed;
  throw invalidError(name, 'its config is not a JSON object');
}

function isProxy(url: string): boolean {
  return URL.canParse(url) && PROXIES.has(new URL(url).protocol);
}

function invalidError(name: string, reason: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_CLUSTER', `cluster Secret '${name}' cannot be used: ${reason}`, {
    object: `Secret ${name}`,
    hint: 'Correct the config of the Secret where it is kept.',
  });
}
