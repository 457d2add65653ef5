import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { GitopsError } from '../../errors.js';
import { awakeTimeout } from '../../host/awake-timeout.js';

export interface ExchangeOptions {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly agent: Agent;
  /** Until TCP and TLS are connected. */
  readonly connectTimeoutMs: number;
  /** Without a byte in either direction. */
  readonly idleTimeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A failed exchange: `sent` is false when the server cannot have seen the request. */
export class ExchangeFailure {
  constructor(
    readonly cause: unknown,
    readonly sent: boolean,
  ) {}
}

/**
 * One HTTP request; resolves with the head of the answer, whose body is still to be read. Rejects with
 * ExchangeFailure.
 */
export function exchange(options: ExchangeOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { url, method, headers, body, agent, signal } = options;
    const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const progress = { connected: false };
    let request: ClientRequest;
    try {
      request = send(url, { method, headers, agent, signal });
    } catch (cause) {
      reject(new ExchangeFailure(cause, false));
      return;
    }
    request.once('response', resolve);
    request.on('error', (cause) => reject(new ExchangeFailure(cause, progress.connected)));
    request.once('socket', (socket) => watchConnecting(socket, request, options.connectTimeoutMs, progress));
    request.on('timeout', () => endUnlessHeard(request, options.idleTimeoutMs));
    request.setTimeout(options.idleTimeoutMs);
    request.end(body);
  });
}

/**
 * Node's timers come before what the network has brought: a process that was late itself reads that first.
 * Then Node counts again.
 */
function endUnlessHeard(request: ClientRequest, timeoutMs: number): void {
  const before = request.socket?.bytesRead;
  setImmediate(() => {
    if (request.socket?.bytesRead === before) request.destroy(timeout(`no answer within ${timeoutMs / 1000} s`));
  });
}

function watchConnecting(
  socket: Socket,
  request: ClientRequest,
  timeoutMs: number,
  progress: { connected: boolean },
): void {
  if (request.reusedSocket || !isConnecting(socket)) {
    progress.connected = true;
    return;
  }
  const stopWatch = awakeTimeout(timeoutMs, () =>
    request.destroy(timeout(`no connection within ${timeoutMs / 1000} s`)),
  );
  socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
    progress.connected = true;
    stopWatch();
    socket.setKeepAlive(true, 15_000);
    socket.setNoDelay(true);
  });
  socket.once('close', stopWatch);
}

function isConnecting(socket: Socket): boolean {
  return socket.connecting || (socket instanceof TLSSocket && socket.getProtocol() === null);
}

function timeout(message: string): GitopsError {
  return new GitopsError('CLUSTER_UNREACHABLE', message);
}
