import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range from which Linux (32768) and macOS (49152) take ports for outgoing connections: a stopped
 * cluster finds its ports free again.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** As many different free loopback ports, each of `wanted` kept when nobody listens there. */
export async function freePorts(count: number, wanted: readonly number[] = []): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const preferred = wanted[ports.length];
    const first =
      preferred !== undefined && !ports.includes(preferred) && (await isFree(preferred)) ? preferred : undefined;
    ports.push(first ?? (await anyFreePort(ports)));
  }
  return ports;
}

async function anyFreePort(taken: readonly number[]): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
