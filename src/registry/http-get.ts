import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { GitopsError } from '../errors.js';
import { awakeTimeout } from '../host/awake-timeout.js';
import { proxyFor } from '../host/proxy.js';
import type { RegistryAccess } from './registry-access.js';
import { registryFailure, registryInvalid } from './registry-failure.js';

export interface GetOptions {
  readonly access: RegistryAccess;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the origin of the first URL only, whatever it redirects to. */
  readonly authorization?: string | undefined;
  readonly maxBytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const TIMEOUT_MS = 120_000;
const MOST_REDIRECTS = 5;
const MOST_ATTEMPTS = 3;
const PAUSE_MS = 250;

/**
 * Gets what a URL has, whatever the status. Redirects are followed within HTTP, never from HTTPS to HTTP;
 * what may pass is tried again.
 *
 * @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID for an answer that is too large
 */
export async function httpGet(url: string, options: GetOptions): Promise<Answer> {
  const limitMs = options.access.timeoutMs ?? TIMEOUT_MS;
  const late = new AbortController();
  const stopLimit = awakeTimeout(limitMs, () =>
    late.abort(registryFailure(url, `it did not answer within ${limitMs / 1000} s`)),
  );
  try {
    return await tryAgain(url, options, late.signal);
  } finally {
    stopLimit();
  }
}

/** @throws the reason of the signal when it was aborted */
async function tryAgain(url: string, options: GetOptions, signal: AbortSignal): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await follow(parsed(url), options, signal);
      if (answer.status < 500 && answer.status !== 429) return answer;
      if (attempt === MOST_ATTEMPTS) return answer;
    } catch (error) {
      if (GitopsError.is(error)) throw error;
      signal.throwIfAborted();
      if (attempt === MOST_ATTEMPTS) throw registryFailure(url, reasonOf(error));
    }
    await sleep(PAUSE_MS * attempt);
    signal.throwIfAborted();
  }
}

async function follow(start: URL, options: GetOptions, signal: AbortSignal): Promise<Answer> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const isFirst = url.origin === start.origin;
    const { authorization, headers } = options;
    const access = isFirst ? options.access : elsewhere(options.access);
    const sent = { ...headers, ...(isFirst && authorization !== undefined ? { authorization } : {}) };
    const answer = await exchange(url, sent, { ...options, access }, signal);
    const { location } = answer.headers;
    if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
    if (redirects === MOST_REDIRECTS) throw registryFailure(start.href, 'it redirects again and again');
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    const isAllowed =
      next !== undefined && (next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:'));
    if (!isAllowed)
      throw registryFailure(start.href, `it redirects to '${next?.protocol ?? 'nowhere'}', which is not followed`);
    url = next;
  }
}

/** Who is trusted for one host is nobody for another. */
export function elsewhere({ tlsCertificateAuthority, ...access }: RegistryAccess): RegistryAccess {
  return access;
}

async function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { access, maxBytes }: GetOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const send = await connect(url, headers, access, signal);
  return new Promise((resolve, reject) => {
    send.on('error', reject);
    send.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) {
          chunks.push(chunk);
          return;
        }
        reject(
          registryInvalid(`the answer of '${url.host}'`, `is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB`),
        );
        response.destroy();
      });
      response.on('error', reject);
      response.on('close', () => reject(new Error('the connection was closed half-way')));
      response.on('end', () => {
        if (response.complete)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    send.end();
  });
}

/** A request that is ready to be sent, through the proxy where there is one. */
async function connect(
  url: URL,
  headers: Readonly<Record<string, string>>,
  access: RegistryAccess,
  signal: AbortSignal,
): Promise<ClientRequest> {
  const { tlsClientCertData: cert, tlsClientCertKey: key, insecure, tlsCertificateAuthority: ca } = access;
  const tls = {
    rejectUnauthorized: insecure !== true,
    ca,
    ...(cert !== undefined && key !== undefined ? { cert, key } : {}),
  };
  const isTls = url.protocol === 'https:';
  const proxy = proxyFor(url, access);
  const common = { headers: { 'user-agent': 'cdk8s-gitops', ...headers }, signal, agent: false } as const;
  if (proxy === undefined) return isTls ? httpsRequest(url, { ...common, ...tls }) : httpRequest(url, common);
  const user = proxy.username === '' ? {} : { 'proxy-authorization': basic(proxy.username, proxy.password) };
  const place = { host: proxy.hostname, port: proxy.port || 80 };
  if (!isTls)
    return httpRequest({
      ...common,
      ...place,
      path: url.href,
      headers: { ...common.headers, host: url.host, ...user },
    });
  const target = `${url.hostname}:${url.port || 443}`;
  const tunnel = httpRequest({
    ...place,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...user },
    signal,
    agent: false,
  });
  const socket = await new Promise<IncomingMessage['socket']>((resolve, reject) => {
    tunnel.on('error', reject);
    tunnel.on('connect', ({ statusCode }, opened) => {
      if (statusCode === 200) resolve(opened as IncomingMessage['socket']);
      else reject(new Error(`the proxy answered ${statusCode}`));
    });
    tunnel.end();
  });
  return httpsRequest(url, {
    ...common,
    createConnection: () => connectTls({ socket, servername: url.hostname, ...tls }),
  });
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
}

function parsed(url: string): URL {
  const known = URL.canParse(url) ? new URL(url) : undefined;
  if (known?.protocol === 'https:' || known?.protocol === 'http:') return known;
  throw registryFailure(url, 'it is neither https:// nor http://');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
