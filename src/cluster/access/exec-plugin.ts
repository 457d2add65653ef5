import { GitopsError } from '../../errors.js';
import { joinedLines } from '../../host/joined-lines.js';
import { runCommand } from '../../host/run-command.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { Credentials } from '../transport/endpoint.js';

/** `users[].user.exec` of a kubeconfig. */
export interface ExecPlugin {
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly apiVersion?: string;
  readonly provideClusterInfo?: boolean;
  readonly installHint?: string;
}

/** What a plugin may know of the cluster. */
export interface ExecCluster {
  readonly server: string;
  readonly certificateAuthority?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly serverName?: string | undefined;
  readonly proxy?: string | undefined;
}

const TIMEOUT_MS = 60_000;
const MOST_BYTES = 1024 * 1024;
const MOST_COMPLAINT = 2000;

/**
 * Runs a credential plugin of the operator's kubeconfig and reads the ExecCredential it prints.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 * @throws GitopsError CLUSTER_CREDENTIALS_FAILED with what the plugin wrote to stderr
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  cluster: ExecCluster,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Credentials> {
  const given = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const output = await run(plugin, {
    ...environment,
    ...given,
    KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(plugin, cluster)),
  });
  const status = parseStatus(plugin, output);
  const token = text(status['token']);
  const certificate = text(status['clientCertificateData']);
  const key = text(status['clientKeyData']);
  if (token === undefined && certificate === undefined)
    throw failure(plugin, 'printed neither a token nor a client certificate');
  const expires = Date.parse(text(status['expirationTimestamp']) ?? '');
  return {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    certificate,
    key,
    ...(Number.isNaN(expires) ? {} : { expiresAt: expires }),
  };
}

function execInfo(plugin: ExecPlugin, cluster: ExecCluster): unknown {
  const { server, certificateAuthority, insecure, serverName, proxy } = cluster;
  const described = {
    server,
    ...(certificateAuthority === undefined
      ? {}
      : { 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(serverName ? { 'tls-server-name': serverName } : {}),
    ...(proxy ? { 'proxy-url': proxy } : {}),
  };
  return {
    apiVersion: plugin.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, ...(plugin.provideClusterInfo ? { cluster: described } : {}) },
  };
}

async function run(plugin: ExecPlugin, environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  const answer = await runCommand({
    command: plugin.command,
    args: plugin.args ?? [],
    environment,
    limit: { awakeMs: TIMEOUT_MS },
    maxBytes: MOST_BYTES,
  });
  const complaint = joinedLines(answer.stderr.slice(-MOST_COMPLAINT), '; ');
  const said = complaint === '' ? '' : `: ${complaint}`;
  if (!('why' in answer)) {
    if (answer.code === 0) return answer.stdout.toString('utf8');
    throw failure(plugin, `ended with ${answer.code}${said}`);
  }
  if (answer.why === 'missing') throw failure(plugin, 'is not installed', plugin.installHint?.trim(), answer.cause);
  throw failure(plugin, `${answer.words}${said}`, undefined, answer.cause);
}

function parseStatus(plugin: ExecPlugin, output: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(output);
    if (isRecord(value) && isRecord(value['status'])) return value['status'];
  } catch {
    // Reported below. The output may hold a secret and is not quoted.
  }
  throw failure(plugin, 'did not print an ExecCredential');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function failure(plugin: ExecPlugin, why: string, hint?: string, cause?: unknown): GitopsError {
  return new GitopsError('CLUSTER_CREDENTIALS_FAILED', `the credential plugin '${plugin.command}' ${why}`, {
    hint: hint || 'Run the command of the kubeconfig by hand and correct what it reports.',
    cause,
  });
}
