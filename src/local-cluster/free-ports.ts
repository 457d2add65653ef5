import { createServer, type Server } from 'node:net';

/** As many free loopback ports, each of `wanted` kept when nobody listens there. */
export async function freePorts(count: number, wanted: readonly number[] = []): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen(wanted[index] ?? 0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (port === 0 ? reject(error) : listen(0).then(resolve, reject)));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
