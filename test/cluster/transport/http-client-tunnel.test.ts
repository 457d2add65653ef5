import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import { testCluster } from '../../helpers/cluster.js';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function clientThrough(proxy: string): Promise<KubeClient> {
  const cluster = await testCluster();
  return createHttpClient({
    ...(await kubeconfigEndpoint({ cluster: 'test', files: [cluster.userKubeconfig], environment: {} })),
    proxy,
  });
}

function join(one: Socket, port: number, host: string, onOpen: () => void): void {
  const other = connect(port, host, () => {
    onOpen();
    one.pipe(other).pipe(one);
  });
  sockets.add(other);
  for (const socket of [one, other]) socket.on('error', () => undefined);
}

test('an HTTP proxy sees the address, the password and nothing else, once per connection', async () => {
  const seen: string[] = [];
  const proxy = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
    seen.push(`${request.url} ${request.headers['proxy-authorization']}`);
    const [host, port] = request.url!.split(':') as [string, string];
    join(socket, Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
  });
  const client = await clientThrough(`http://us%40er:pass@127.0.0.1:${await listen(proxy)}`);
  try {
    for (let count = 0; count < 3; count += 1) await client.request({ method: 'GET', path: '/version' });

    const { host } = new URL((await testCluster()).server);
    expect(seen).toEqual([`${host} Basic ${Buffer.from('us@er:pass').toString('base64')}`]);
  } finally {
    client.close();
  }
});

test('a SOCKS 5 proxy is spoken to', async () => {
  let connections = 0;
  const proxy = createTcpServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request) => {
        connections += 1;
        const length = request[4]!;
        const host = request.subarray(5, 5 + length).toString();
        join(socket, request.readUInt16BE(5 + length), host, () =>
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])),
        );
      });
    });
  });
  const client = await clientThrough(`socks5://127.0.0.1:${await listen(proxy)}`);
  try {
    expect((await client.request({ method: 'GET', path: '/version' })).status).toBe(200);
    expect((await client.request({ method: 'GET', path: '/version' })).status).toBe(200);
    expect(connections).toBe(1);
  } finally {
    client.close();
  }
});

test.each([
  {
    case: 'refuses',
    status: 'HTTP/1.1 403 Forbidden\r\n\r\n',
    message: /the proxy 'http:\/\/127\.0\.0\.1:\d+' answered 403$/,
  },
  { case: 'hangs up', status: '', message: /the proxy 'http:\/\/127\.0\.0\.1:\d+' socket hang up$/ },
])('a proxy that $case is named in the error, without its password', async ({ status, message }) => {
  const proxy = createServer().on('connect', (_: IncomingMessage, socket: Socket) => socket.end(status));
  const client = await clientThrough(`http://user:hunter2@127.0.0.1:${await listen(proxy)}`);
  try {
    await expect(client.request({ method: 'GET', path: '/version' })).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringMatching(message),
    });
    await expect(client.request({ method: 'GET', path: '/version' })).rejects.not.toMatchObject({
      message: expect.stringContaining('hunter2'),
    });
  } finally {
    client.close();
  }
});
