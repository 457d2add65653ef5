import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What to do with one request instead of passing it on. */
export type Fault =
  /** Wait before passing it on. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Wait until something else has ended before passing it on. */
  | { readonly kind: 'wait'; readonly until: Promise<unknown> }
  /** Cut the connection before the server sees anything. */
  | { readonly kind: 'reset' }
  /** Let the server do it, then cut the connection instead of answering. */
  | { readonly kind: 'lose-answer' }
  /** Pass on only so many bytes of the answer's body, then cut the connection. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Answer without asking the server. */
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter?: number; readonly message?: string }
  /** Pass a watch on, and after so many lines end it with an ERROR event (410 Gone). */
  | { readonly kind: 'expire-watch'; readonly afterLines: number }
  /** Pass a watch on without its bookmarks. */
  | { readonly kind: 'drop-bookmarks' }
  /** Cut the answer into pieces of so many bytes, so that lines and characters are torn. */
  | { readonly kind: 'shred'; readonly bytes: number }
  /** Never answer. */
  | { readonly kind: 'hang' };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Counts from 1. */
  readonly number: number;
}

export interface FaultProxy {
  /** `http://127.0.0.1:port`: give it to createHttpClient as `server`. */
  readonly server: string;
  /** Everything that arrived, in order. */
  readonly requests: readonly SeenRequest[];
  /** Sockets that clients opened. */
  readonly connections: () => number;
  /** Decides for each request; undefined passes it on. */
  decide: (request: SeenRequest) => Fault | undefined;
  /** Cuts all open connections, as a restarting API server does. */
  cut(): void;
  close(): Promise<void>;
}

export interface FaultProxyTarget {
  readonly server: string;
  readonly certificateAuthority?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/**
 * An HTTP proxy on loopback in front of the real API server, that speaks TLS with it as the given user and
 * makes faults on demand. The faults are the network's; every answer that is passed on is the real server's.
 */
export async function startFaultProxy(target: FaultProxyTarget): Promise<FaultProxy> {
  const agent = new Agent({
    keepAlive: true,
    ca: target.certificateAuthority,
    cert: target.certificate,
    key: target.key,
  });
  const sockets = new Set<Socket>();
  const requests: SeenRequest[] = [];
  let opened = 0;
  const state = { decide: (_: SeenRequest): Fault | undefined => undefined };

  const server = createHttpServer((incoming, outgoing) => void serve(incoming, outgoing));
  server.on('connection', (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const url = new URL(incoming.url ?? '/', 'http://proxy');
    const { method = 'GET', headers } = incoming;
    const seen: SeenRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: body.toString('utf8'),
      number: requests.length + 1,
    };
    requests.push(seen);
    const fault = state.decide(seen);
    if (fault?.kind === 'reset') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'answer') return answer(outgoing, fault);
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    if (fault?.kind === 'wait') await fault.until;
    passOn(incoming, body, outgoing, fault);
  };

  const passOn = (
    incoming: IncomingMessage,
    body: Buffer,
    outgoing: ServerResponse,
    fault: Fault | undefined,
  ): void => {
    const { host: _, connection: __, ...headers } = incoming.headers;
    const upstream = httpsRequest(
      target.server + (incoming.url ?? '/'),
      { method: incoming.method, headers, agent },
      (response) => {
        if (fault?.kind === 'lose-answer') {
          response.resume().on('end', () => incoming.socket.resetAndDestroy());
          return;
        }
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        outgoing.flushHeaders();
        void deliver(response, outgoing, incoming.socket, fault).catch(() => incoming.socket.destroy());
      },
    );
    upstream.on('error', () => incoming.socket.destroy());
    outgoing.on('close', () => upstream.destroy());
    upstream.end(body);
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server: `http://127.0.0.1:${port}`,
    requests,
    connections: () => opened,
    get decide() {
      return state.decide;
    },
    set decide(decide) {
      state.decide = decide;
    },
    cut() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function deliver(
  response: IncomingMessage,
  outgoing: ServerResponse,
  socket: Socket,
  fault: Fault | undefined,
): Promise<void> {
  let [sent, lines, rest] = [0, 0, ''];
  for await (const piece of response) {
    const chunk = piece as Buffer;
    if (fault?.kind === 'truncate') {
      outgoing.write(chunk.subarray(0, fault.bytes - sent));
      sent += chunk.length;
      if (sent >= fault.bytes) return void setImmediate(() => socket.resetAndDestroy());
    } else if (fault?.kind === 'drop-bookmarks') {
      const whole = `${rest}${chunk.toString('latin1')}`.split('\n');
      rest = whole.pop() ?? '';
      for (const line of whole) if (!line.startsWith('{"type":"BOOKMARK"')) outgoing.write(`${line}\n`, 'latin1');
    } else if (fault?.kind === 'shred') {
      for (let start = 0; start < chunk.length; start += fault.bytes) {
        outgoing.write(chunk.subarray(start, start + fault.bytes));
        await new Promise((resolve) => setImmediate(resolve));
      }
    } else {
      outgoing.write(chunk);
      lines += chunk.filter((byte) => byte === 10).length;
      if (fault?.kind === 'expire-watch' && lines >= fault.afterLines) {
        const gone = {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: 'too old resource version',
          reason: 'Expired',
          code: 410,
        };
        outgoing.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`);
        response.destroy();
        return;
      }
    }
  }
  outgoing.end();
}

function answer(
  outgoing: ServerResponse,
  { status, retryAfter, message = `injected ${status}` }: Extract<Fault, { kind: 'answer' }>,
): void {
  const failure = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: status };
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  outgoing.end(JSON.stringify(failure));
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
