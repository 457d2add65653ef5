import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { exchange } from '../../../src/cluster/transport/http-client-exchange.js';

/**
 * A server in a process of its own, so that it answers while this one stands still; says its port when it
 * listens.
 */
const SERVER = `
const server = require('node:http').createServer((request, response) => request.url === '/never' ? undefined : response.end('here'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

const standStill = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

async function withServer(use: (ask: (path: string) => Promise<number | undefined>) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const agent = new Agent({ keepAlive: true });
  try {
    const [port] = await once(child.stdout.setEncoding('utf8'), 'data');
    const url = (path: string) => new URL(path, `http://127.0.0.1:${String(port).trim()}`);
    await use(async (path) => {
      const limits = { connectTimeoutMs: 300, idleTimeoutMs: 300 };
      const response = await exchange({ url: url(path), method: 'GET', headers: {}, agent, ...limits });
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    });
  } finally {
    agent.destroy();
    child.kill('SIGKILL');
  }
}

test('an answer that came while this process stood still is no silence of the server', async () => {
  await withServer(async (ask) => {
    // The connection stands, and only the answer is out.
    expect(await ask('/')).toBe(200);
    const answer = ask('/');
    await new Promise((resolve) => setImmediate(resolve));
    standStill(2_000);
    expect(await answer).toBe(200);
  });
});

test('neither is a connection that was made meanwhile', async () => {
  await withServer(async (ask) => {
    const answer = ask('/');
    standStill(2_000);
    expect(await answer).toBe(200);
  });
});

test('a server that says nothing is given up', async () => {
  await withServer(async (ask) => {
    expect(await ask('/')).toBe(200);
    await expect(ask('/never')).rejects.toMatchObject({
      cause: { code: 'CLUSTER_UNREACHABLE', message: 'no answer within 0.3 s' },
    });
  });
});
