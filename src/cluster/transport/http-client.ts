import type { Agent, IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import type { KubeClient, KubeRequest, KubeResponse, WatchEvent } from './client.js';
import type { Credentials, Endpoint } from './endpoint.js';
import { createAgent } from './http-client-agent.js';
import { parseBody, readBody, warningsOf } from './http-client-body.js';
import { createCredentialCache } from './http-client-credentials.js';
import { interrupted, isPassing, isPermanent, networkError, statusError } from './http-client-errors.js';
import { ExchangeFailure, exchange } from './http-client-exchange.js';
import { createRequestQueue } from './http-client-queue.js';
import { type PreparedRequest, prepareRequest } from './http-client-request.js';
import { type AttemptFailure, retryDelay } from './http-client-retry.js';
import { readWatch } from './http-client-watch.js';
import { linkSignals } from './signals.js';

export interface HttpClientOptions {
  /** Requests at once. Default: 16. */
  readonly maxInFlight?: number;
  /** Default: 10 s. */
  readonly connectTimeoutMs?: number;
  /** Without a byte in either direction. Default: 65 s, five more than the API server gives itself. */
  readonly idleTimeoutMs?: number;
  /** Ask for compressed answers. Default: not on loopback, where it costs more than it saves. */
  readonly compress?: boolean;
}

type Read<T> = (response: IncomingMessage) => Promise<T>;
type Outcome<T> = { readonly value: T } | { readonly failure: AttemptFailure; readonly error: GitopsError };

/** Of a watch: bookmarks come about every minute, so that one without a sign is most likely dead. */
const WATCH_IDLE_MS = 150_000;

/**
 * The adapter of the KubeClient port over HTTP/1.1 with one pool of kept connections. Nothing is sent before
 * the first request.
 */
export function createHttpClient(endpoint: Endpoint, options: HttpClientOptions = {}): KubeClient {
  const { idleTimeoutMs = 65_000 } = options;
  const server = new URL(endpoint.server);
  const compress =
    options.compress ?? (endpoint.disableCompression ? false : !/^(localhost|127\.|\[::1\])/.test(server.hostname));
  const closing = new AbortController();
  const sender = createSender(endpoint, options, closing.signal);

  return {
    cluster: endpoint.cluster,
    server: endpoint.server,
    get statistics() {
      return sender.statistics();
    },
    async request<T>(request: KubeRequest, signal?: AbortSignal): Promise<KubeResponse<T>> {
      const ending = linkSignals(closing.signal, signal);
      try {
        return await sender.send(
          prepareRequest(server, request, compress, idleTimeoutMs),
          ending.signal,
          async (response) => {
            const text = await readBody(response);
            const body = parseBody(response, text);
            const wantsText = request.accept === '*/*';
            if (!wantsText && (typeof body === 'string' || (body === undefined && text !== '')))
              throw notJson(endpoint, request);
            // The caller names the type of what this path serves, as with JSON.parse.
            return { status: response.statusCode ?? 0, body: body as T, warnings: warningsOf(response, request.path) };
          },
        );
      } finally {
        ending.release();
      }
    },
    async *watch(path, query, signal): AsyncIterable<WatchEvent> {
      const ending = linkSignals(closing.signal, signal);
      const request = prepareRequest(
        server,
        { method: 'GET', path, query: { ...query, watch: true } },
        false,
        WATCH_IDLE_MS,
      );
      let response: IncomingMessage | undefined;
      try {
        response = await sender.send(request, ending.signal, async (head) => head);
        yield* readWatch(response, { cluster: endpoint.cluster, method: 'WATCH', path });
      } catch (failure) {
        if (ending.signal.aborted) throw interrupted(ending.signal.reason);
        throw GitopsError.is(failure) ? failure : networkError(endpoint, failure);
      } finally {
        response?.destroy();
        ending.release();
      }
    },
    close() {
      closing.abort();
      sender.close();
    },
  };
}

/** An API server that has just come back refuses what it permits, until it has read its roles. */
const SETTLING_MS = 5_000;

/** Sends prepared requests: queue, credentials, pool, statistics, repetition. */
function createSender(endpoint: Endpoint, options: HttpClientOptions, closing: AbortSignal) {
  const { maxInFlight = 16, connectTimeoutMs = 10_000 } = options;
  const queue = createRequestQueue(maxInFlight);
  const cache = createCredentialCache(endpoint.credentials);
  const agents = new Map<string, Agent>();
  const count = { requests: 0, writes: 0, retries: 0 };
  let explained: Promise<GitopsError | undefined> | undefined;
  let everAnswered = false;
  let awayAt = Number.NEGATIVE_INFINITY;

  const agentFor = (credentials: Credentials): Agent => {
    const key = credentials.certificate ?? '';
    const agent = agents.get(key) ?? createAgent(endpoint, credentials);
    agents.set(key, agent);
    return agent;
  };

  const attemptOnce = async <T>(
    request: PreparedRequest,
    credentials: Credentials,
    signal: AbortSignal,
    read: Read<T>,
  ): Promise<Outcome<T>> => {
    count.requests += 1;
    if (request.writes) count.writes += 1;
    const headers = { ...credentials.headers, ...request.headers };
    try {
      const response = await exchange({ ...request, headers, agent: agentFor(credentials), connectTimeoutMs, signal });
      everAnswered = true;
      if ((response.statusCode ?? 0) >= 300) return refusal(endpoint, request, response, await readBody(response));
      return { value: await read(response) };
    } catch (failure) {
      if (!(failure instanceof ExchangeFailure)) throw failure;
      if (signal.aborted) throw interrupted(signal.reason);
      const error = networkError(endpoint, failure.cause);
      return { error, failure: { kind: isPermanent(failure.cause) ? 'permanent' : 'network', sent: failure.sent } };
    }
  };

  const takeTurn = async (signal: AbortSignal, startSignal: AbortSignal | undefined): Promise<void> => {
    if (!startSignal) return queue.acquire(signal);
    const waiting = linkSignals(signal, startSignal);
    try {
      await queue.acquire(waiting.signal);
    } finally {
      waiting.release();
    }
  };

  /** One attempt; refused credentials are renewed and tried once more. */
  const attemptWith = async <T>(request: PreparedRequest, signal: AbortSignal, read: Read<T>): Promise<Outcome<T>> => {
    const credentials = await cache.get();
    if (signal.aborted) throw interrupted(signal.reason);
    const outcome = await attemptOnce(request, credentials, signal, read);
    if ('value' in outcome) queue.speedUp();
    if ('value' in outcome || outcome.error.code !== 'CLUSTER_UNAUTHORIZED') return outcome;
    cache.discard(credentials);
    count.retries += 1;
    const again = await attemptOnce(request, await cache.get(), signal, read);
    if ('value' in again || again.error.code !== 'CLUSTER_UNAUTHORIZED') return again;
    explained ??= endpoint.explainUnauthorized?.();
    return { ...again, error: (await explained) ?? again.error };
  };

  /** The same in a slot of the queue. */
  const attempt = async <T>(
    request: PreparedRequest,
    signal: AbortSignal,
    startSignal: AbortSignal | undefined,
    read: Read<T>,
  ) => {
    if (request.urgent) return attemptWith(request, signal, read);
    await takeTurn(signal, startSignal);
    try {
      return await attemptWith(request, signal, read);
    } finally {
      queue.release();
    }
  };

  const send = async <T>(request: PreparedRequest, signal: AbortSignal, read: Read<T>): Promise<T> => {
    const started = performance.now();
    // What the server may have seen is finished; what it only put off is given up like what waits for its
    // turn.
    let { startSignal } = request;
    for (let number = 1; ; number += 1) {
      const outcome = await attempt(request, signal, startSignal, read);
      if ('value' in outcome) return outcome.value;
      const { error } = outcome;
      if (outcome.failure.kind === 'network') awayAt = performance.now();
      const isSettling = error.code === 'CLUSTER_FORBIDDEN' && performance.now() - awayAt < SETTLING_MS;
      const failure = isSettling ? ({ kind: 'server', sent: false } as const) : outcome.failure;
      if (failure.kind === 'throttled') queue.slowDown(failure.retryAfterMs ?? 500);
      const elapsedMs = performance.now() - started;
      const delay = retryDelay(failure, {
        attempt: number,
        elapsedMs,
        idempotent: request.idempotent,
        everAnswered,
        random: Math.random(),
      });
      if (delay === undefined) throw error;
      count.retries += 1;
      if (failure.sent && failure.kind !== 'throttled') startSignal = undefined;
      await sleep(delay, signal, startSignal);
    }
  };

  return {
    send,
    statistics: () => ({ ...count }),
    close: () => {
      if (closing.aborted) for (const agent of agents.values()) agent.destroy();
    },
  };
}

function refusal(
  endpoint: Endpoint,
  { method, path, body }: PreparedRequest,
  response: IncomingMessage,
  text: string,
): Outcome<never> {
  const status = response.statusCode ?? 0;
  const error = statusError(
    { cluster: endpoint.cluster, hints: endpoint.hints, method, path, body },
    status,
    parseBody(response, text),
  );
  const other = isPassing(status, error) ? 'server' : 'permanent';
  const kind = status === 429 ? 'throttled' : other;
  const retryAfterMs = retryAfter(response);
  return { error, failure: { kind, sent: true, retryAfterMs } };
}

function retryAfter(response: IncomingMessage): number | undefined {
  const value = response.headers['retry-after'];
  if (value === undefined) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

function notJson({ cluster }: Endpoint, { method, path }: KubeRequest): GitopsError {
  return new GitopsError(
    'CLUSTER_SERVER_ERROR',
    `cluster '${cluster}' answered ${method} '${path}' with something that is not JSON`,
    {
      hint: 'Check that the address is that of a Kubernetes API server and not of a proxy or a login page.',
    },
  );
}

async function sleep(milliseconds: number, signal: AbortSignal, startSignal: AbortSignal | undefined): Promise<void> {
  const waiting = linkSignals(signal, startSignal);
  try {
    await pause(milliseconds, undefined, { signal: waiting.signal });
  } catch {
    throw interrupted(waiting.signal.reason);
  } finally {
    waiting.release();
  }
}
