import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PackageRegistry extends AsyncDisposable {
  /** What `npm_config_registry` is set to. */
  readonly url: string;
}

/**
 * An npm registry on loopback that has one package, out of a tarball, and sends whoever asks for another one
 * on to the registry behind it: what `npx NAME` finds once the package is published.
 *
 * @param behind the URL of the registry behind it
 */
export async function packageRegistry(
  tarball: string,
  manifest: { readonly name: string; readonly version: string },
  behind: string,
): Promise<PackageRegistry> {
  const content = readFileSync(tarball);
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  const { name, version } = manifest;
  const server = createServer(({ url = '/' }, response) => {
    if (url === `/${name}.tgz`) return void response.end(content);
    if (url !== `/${name}`) return void response.writeHead(307, { location: new URL(url.slice(1), behind).href }).end();
    const { port } = server.address() as AddressInfo;
    const dist = { tarball: `http://127.0.0.1:${port}/${name}.tgz`, integrity };
    const document = { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
