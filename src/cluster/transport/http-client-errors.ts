import { GitopsError, type KnownErrorCode } from '../../errors.js';
import { withoutCredentials } from '../../host/address.js';
import { joinedLines } from '../../host/joined-lines.js';
import { isRecord } from '../../manifest/kube-object.js';
import { codeOf, reasonOf } from './cause.js';
import type { Endpoint } from './endpoint.js';
import { isDenial, isSecretPath, withoutSecretValues } from './secret-text.js';
import { shortenValues } from './shorten-values.js';

const CODE_OF_STATUS: Readonly<Record<number, KnownErrorCode>> = {
  400: 'CLUSTER_INVALID',
  401: 'CLUSTER_UNAUTHORIZED',
  403: 'CLUSTER_FORBIDDEN',
  404: 'CLUSTER_NOT_FOUND',
  405: 'CLUSTER_INVALID',
  409: 'CLUSTER_CONFLICT',
  410: 'CLUSTER_GONE',
  413: 'CLUSTER_INVALID',
  415: 'CLUSTER_INVALID',
  422: 'CLUSTER_INVALID',
  429: 'CLUSTER_THROTTLED',
};

const HINT_OF_CODE: Partial<Readonly<Record<KnownErrorCode, string>>> = {
  CLUSTER_FORBIDDEN: "Grant the identity this right, or reach the cluster as another one ('--access', docs/access.md).",
  CLUSTER_UNAUTHORIZED: "Log in again, or check which credentials reach the cluster ('--access', docs/access.md).",
};

/** The API server answers 500 for manifests of the wrong shape, too. */
const INVALID_MESSAGE =
  /failed to create typed patch object|failed to (create|convert) manager|failed to convert new object|error decoding from json|illegal base64|request is too large|message larger than max/;
const PASSING_MESSAGE =
  /etcdserver|leader|time-?d? ?out|deadline exceeded|calling webhook|conversion webhook|connection (refused|reset)|unexpected EOF|\bEOF\b|dial tcp|TLS handshake|try again|too many requests|unable to handle the request|database space|request cancell?ed/i;
const MAX_MESSAGE = 2000;
const MAX_END = 500;

/** Where an answer came from, for messages. */
export interface AnswerSource {
  readonly cluster: string;
  readonly method: string;
  readonly path: string;
  /** What was sent. */
  readonly body?: Buffer;
  readonly hints?: Endpoint['hints'];
}

/**
 * The error of an answer that is not a success; `body` is the parsed `Status`, or text where the answer was
 * not JSON.
 */
export function statusError(source: AnswerSource, status: number, body: unknown): GitopsError {
  const isStatus = isRecord(body) && body['kind'] === 'Status';
  const details = isStatus && isRecord(body['details']) ? body['details'] : {};
  const raw = isStatus && typeof body['message'] === 'string' ? body['message'] : '';
  const told = oneLine(raw, source);
  // Of a Secret nothing is passed on that a webhook wrote.
  const isOurs = !(isSecretPath(source.path) && isDenial(raw));
  const code = codeOfAnswer(status, raw);
  const message = told || `the server answered ${status} without saying why`;
  const better = code === 'CLUSTER_FORBIDDEN' ? source.hints?.forbidden?.(message) : undefined;
  const hint = isStatus
    ? (better ?? HINT_OF_CODE[code])
    : (HINT_OF_CODE[code] ??
      'Check that the address is that of a Kubernetes API server and not of a proxy or a login page.');
  return new GitopsError(code, `cluster '${source.cluster}' refused ${source.method} '${source.path}': ${message}`, {
    hint,
    data: {
      status,
      message,
      ...(isStatus && isOurs && typeof body['reason'] === 'string' ? { reason: body['reason'] } : {}),
      ...(isOurs && Array.isArray(details['causes']) ? { causes: causesOf(details['causes'], source) } : {}),
      ...(typeof details['retryAfterSeconds'] === 'number' ? { retryAfterSeconds: details['retryAfterSeconds'] } : {}),
    },
  });
}

/**
 * True for failures of the server that may pass: etcd without a leader, a webhook that restarts. A 500 for
 * what was sent stays.
 */
export function isPassing(status: number, error: GitopsError): boolean {
  if (status === 500) return error.code !== 'CLUSTER_INVALID' && PASSING_MESSAGE.test(String(error.data?.['message']));
  return status === 502 || status === 503 || status === 504;
}

/**
 * The error of a connection that could not be made or that broke; a user and password in the address are left
 * out.
 */
export function networkError(
  { cluster, server, via, hints }: Pick<Endpoint, 'cluster' | 'server' | 'via' | 'hints'>,
  cause: unknown,
): GitopsError {
  const code = codeOf(cause);
  const address = withoutCredentials(server);
  return new GitopsError(
    'CLUSTER_UNREACHABLE',
    `cluster '${cluster}' cannot be reached at '${address}': ${reasonOf(cause)}`,
    {
      hint: `${networkHint(code)}${hints?.unreachable === undefined ? '' : ` ${hints.unreachable}`} It was reached by ${via}.`,
      data: code === undefined ? {} : { code },
      cause,
    },
  );
}

/** True for causes that no repetition cures, such as a certificate of another host. */
export function isPermanent(cause: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_INVALID|EPROTO|HOSTNAME_MISMATCH|ERR_OSSL|ERR_SSL|PROXY_REFUSED/.test(
    codeOf(cause) ?? '',
  );
}

export function interrupted(reason: unknown): GitopsError {
  if (GitopsError.is(reason) && reason.code === 'INTERRUPTED') return reason;
  return new GitopsError('INTERRUPTED', 'the request was interrupted', { cause: reason });
}

function codeOfAnswer(status: number, message: string): KnownErrorCode {
  if (status === 500 && INVALID_MESSAGE.test(message)) return 'CLUSTER_INVALID';
  return CODE_OF_STATUS[status] ?? (status >= 500 ? 'CLUSTER_SERVER_ERROR' : 'CLUSTER_INVALID');
}

function networkHint(code: string | undefined): string {
  if (code === undefined) return 'Check the network and the address.';
  if (code === 'ECONNREFUSED')
    return 'Nothing listens there: check that the cluster runs and that the address is right.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The host name does not resolve: check the address, the network or VPN.';
  if (/ALTNAME|HOSTNAME/.test(code))
    return "The certificate is another server's: check the address, or set 'tls-server-name' in the kubeconfig.";
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code))
    return "The server's certificate is not signed by the expected authority: check that this is the right cluster and its CA.";
  return 'Check the network, proxy and address.';
}

function causesOf(causes: readonly unknown[], source: AnswerSource): readonly unknown[] {
  return causes.filter(isRecord).map(({ reason, message, field }) => ({
    reason,
    field,
    message: typeof message === 'string' ? oneLine(message, source) : message,
  }));
}

/** The server's text in one line; values of Secrets, which it may quote, are left out. */
function oneLine(text: string, { path, body }: AnswerSource): string {
  const line = joinedLines(text, '; ')
    .replace(/^failed to create typed patch object \([^)]*\): (errors:; )?/, '')
    .replace(/^failed to convert new object \([^)]*\) to proper version: /, '')
    .replace(/\.$/, '');
  const safe = isSecretPath(path)
    ? withoutSecretValues(line, body)
    : line.replace(/&value\.valueUnstructured\{Value:([^{}]*)\}/g, "'$1'");
  const short = shortenValues(safe);
  // The end says what is wrong.
  return short.length > MAX_MESSAGE ? `${short.slice(0, MAX_MESSAGE - MAX_END)}…${short.slice(-MAX_END)}` : short;
}
