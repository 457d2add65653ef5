import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { httpGet } from '../../src/registry/http-get.js';
import { openOciRepository } from '../../src/registry/oci-registry.js';

const SENTINEL = 'sentinel-4711';
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(
  answer: RequestListener,
): Promise<{ readonly url: string; readonly host: string; readonly server: Server }> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/`, host, server };
}

/** Keeps this process from its events. */
const standStill = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

const OPTIONS = { access: {}, maxBytes: 1_000 };

describe('an answer', () => {
  test('of a server that failed for a moment is had by asking again', async () => {
    let asked = 0;
    const { url } = await serve((_request, response) => response.writeHead(++asked < 3 ? 503 : 200).end('ok'));

    expect((await httpGet(url, OPTIONS)).body.toString()).toBe('ok');
    expect(asked).toBe(3);
  });

  test('that is too large, endless, cut off or late is an error', async () => {
    const large = await serve((_request, response) => response.end('x'.repeat(1_001)));
    const late = await serve(() => undefined);
    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 5);
    });

    await expect(httpGet(large.url, OPTIONS)).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
    await expect(httpGet(late.url, { ...OPTIONS, access: { timeoutMs: 200 } })).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      message: expect.stringContaining('0.2 s'),
    });
    await expect(httpGet(cut.url, OPTIONS)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
  });

  test('is not late because this process stood still', async () => {
    const { url } = await serve((_request, response) => {
      standStill(2_500);
      response.end('ok');
    });

    expect((await httpGet(url, { ...OPTIONS, access: { timeoutMs: 2_000 } })).body.toString()).toBe('ok');
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://['])(
    "is not looked for at '%s', also when a server sends there",
    async (location) => {
      const { url } = await serve((_request, response) => response.writeHead(302, { location }).end());

      await expect(httpGet(url, OPTIONS)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
      await expect(httpGet(location, OPTIONS)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    },
  );

  test('of a server that sends round in circles is given up', async () => {
    const { url } = await serve((_request, response) => response.writeHead(302, { location: '/' }).end());

    await expect(httpGet(url, OPTIONS)).rejects.toMatchObject({ message: expect.stringContaining('again and again') });
  });

  test('takes the credentials to no other server', async () => {
    const seen: (string | undefined)[] = [];
    const foreign = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('ok');
    });
    const { url } = await serve((_request, response) => response.writeHead(302, { location: foreign.url }).end());

    expect((await httpGet(url, { ...OPTIONS, authorization: `Bearer ${SENTINEL}` })).status).toBe(200);
    expect(seen).toEqual([undefined]);
  });

  test('comes through a proxy', async () => {
    const behind = await serve((request, response) => response.end(request.headers.host));
    const proxy = await serve((request, response) => response.end(`by proxy: ${request.url}`));
    proxy.server.on('connect', (request, socket) => {
      const [host, port] = (request.url ?? '').split(':');
      const through = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
    });

    expect((await httpGet(behind.url, { ...OPTIONS, access: { proxy: proxy.url } })).body.toString()).toBe(
      `by proxy: ${behind.url}`,
    );
    // What is behind speaks no TLS: that it was reached shows in the handshake's error.
    await expect(
      httpGet(behind.url.replace('http:', 'https:'), { ...OPTIONS, access: { proxy: proxy.url } }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/ssl|tls|wrong version/i),
    });
  });
});

describe('a registry that wants a token', () => {
  const manifest = '{"layers":[]}';

  test('is asked again with one, had with the credentials from where it says', async () => {
    const seen: string[] = [];
    const registry = await serve((request, response) => {
      const { authorization = 'none', host } = request.headers;
      seen.push(`${request.url} ${authorization}`);
      if (request.url?.startsWith('/token')) response.end(JSON.stringify({ token: 'made-for-this' }));
      else if (authorization === 'Bearer made-for-this') response.end(manifest);
      else
        response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="http://${host}/token",service="s",scope="repository:team/web:pull"`,
          })
          .end();
    });
    const access = { insecureOCIForceHttp: true, username: 'robot', password: SENTINEL };

    expect(
      await openOciRepository({ registry: registry.host, repository: 'team/web' }, access).manifest('1'),
    ).toMatchObject({ layers: [] });
    expect(seen).toEqual([
      '/v2/team/web/manifests/1 none',
      `/token?service=s&scope=repository%3Ateam%2Fweb%3Apull Basic ${Buffer.from(`robot:${SENTINEL}`).toString('base64')}`,
      '/v2/team/web/manifests/1 Bearer made-for-this',
    ]);
  });

  test('and sends for it to an unsafe place gets no credentials', async () => {
    const registry = await serve((_request, response) =>
      response
        .writeHead(401, { 'www-authenticate': 'Bearer realm="http://elsewhere.example.com/token",service="s"' })
        .end(),
    );
    const access = { insecureOCIForceHttp: true, username: 'robot', password: SENTINEL };

    await expect(
      openOciRepository({ registry: registry.host, repository: 'team/web' }, access).manifest('1'),
    ).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      message: expect.not.stringContaining(SENTINEL),
    });
  });

  test('a manifest and a file that are not what their digest says are refused', async () => {
    const { host } = await serve((_request, response) => response.end(manifest));
    const repository = openOciRepository({ registry: host, repository: 'team/web' }, { insecureOCIForceHttp: true });
    const digest = `sha256:${'0'.repeat(64)}`;

    await expect(repository.manifest(digest)).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
    await expect(repository.blob(digest)).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
    await expect(repository.blob('sha512:x')).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
  });
});
