import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { GitopsError } from '../../errors.js';
import { reasonOf } from './cause.js';

/** By the kind of an address of SOCKS. */
const ADDRESS_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 4],
  [4, 16],
]);

export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * A socket to the target through an HTTP proxy (CONNECT) or a SOCKS 5 proxy; the proxy sees nothing but the
 * address.
 */
export function openTunnel(proxy: string, target: TunnelTarget): Promise<Socket> {
  const url = new URL(proxy);
  return url.protocol.startsWith('socks') ? throughSocks(url, target) : throughConnect(url, target);
}

function throughConnect(proxy: URL, { host, port }: TunnelTarget): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const authorization = proxy.username
    ? { 'proxy-authorization': `Basic ${Buffer.from(credentialsOf(proxy)).toString('base64')}` }
    : {};
  return new Promise((resolve, reject) => {
    const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send({
      host: proxy.hostname,
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization },
      agent: false,
    });
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(proxy, `answered ${response.statusCode}`));
    });
    request.once('response', (response) => {
      request.destroy();
      reject(refusal(proxy, `answered ${response.statusCode}`));
    });
    request.once('error', (cause) => reject(refusal(proxy, cause.message, cause)));
    request.end();
  });
}

/** RFC 1928 without authentication, or RFC 1929 with the URL's user and password. */
async function throughSocks(proxy: URL, { host, port }: TunnelTarget): Promise<Socket> {
  const socket = connect(Number(proxy.port || 1080), proxy.hostname);
  try {
    const method = proxy.username ? 2 : 0;
    socket.write(Buffer.from([5, 1, method]));
    const [, chosen] = await take(socket, 2);
    if (chosen !== method) throw refusal(proxy, 'asks for another authentication');
    if (method === 2) {
      const [user = '', password = ''] = [proxy.username, proxy.password].map(decodeURIComponent);
      socket.write(Buffer.concat([Buffer.from([1]), lengthFirst(user), lengthFirst(password)]));
      if ((await take(socket, 2))[1] !== 0) throw refusal(proxy, 'refused user and password');
    }
    socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3]), lengthFirst(host), Buffer.from([port >> 8, port & 255])]));
    const [, reply, , kind, first = 0] = await take(socket, 5);
    if (reply !== 0) throw refusal(proxy, `could not connect (SOCKS reply ${reply})`);
    // IPv4, IPv6, or a name with its length before it; one byte of it is here, and the port follows.
    await take(socket, (ADDRESS_BYTES.get(kind ?? 0) ?? first + 1) + 1);
    return socket;
  } catch (cause) {
    socket.destroy();
    throw GitopsError.is(cause) ? cause : refusal(proxy, reasonOf(cause), cause);
  }
}

/** Exactly so many bytes; what follows stays in the socket. */
function take(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      socket.off('readable', attempt).off('error', fail).off('end', end);
      settle();
    };
    const attempt = (): void => {
      const bytes = socket.read(count) as Buffer | null;
      if (bytes !== null) finish(() => resolve(bytes));
    };
    const fail = (cause: Error): void => finish(() => reject(cause));
    const end = (): void => fail(new GitopsError('CLUSTER_UNREACHABLE', 'the proxy closed the connection'));
    socket.on('readable', attempt).on('error', fail).on('end', end);
    attempt();
  });
}

function lengthFirst(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function credentialsOf(proxy: URL): string {
  return `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
}

function refusal(proxy: URL, reason: string, cause?: unknown): GitopsError {
  return new GitopsError('CLUSTER_UNREACHABLE', `the proxy '${proxy.protocol}//${proxy.host}' ${reason}`, { cause });
}
