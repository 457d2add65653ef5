import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { issueCertificate } from '../../../src/local-cluster/certificate.js';
import type { FakeAws } from './fake-aws.js';

/**
 * An HTTP proxy behind which every host is this AWS, with a certificate of that host: so real host names can
 * be asked for.
 */
export interface AwsProxy extends AsyncDisposable {
  readonly url: string;
  /** PEM, for `NODE_EXTRA_CA_CERTS` or `AWS_CA_BUNDLE`. */
  readonly certificateAuthority: string;
  /** `host:port` of each tunnel. */
  readonly tunnels: string[];
}

export async function startAwsProxy(aws: FakeAws): Promise<AwsProxy> {
  const now = new Date();
  const authority = { ...issueCertificate({ commonName: 'proxy', use: 'authority', now }), commonName: 'proxy' };
  const certificateOf = (host: string) =>
    issueCertificate({ commonName: 'aws', use: 'server', hosts: [host], issuer: authority, now });
  const { certificate, key } = certificateOf('localhost');
  const inner = createTlsServer(
    {
      cert: certificate,
      key,
      SNICallback: (host, callback) => {
        const pair = certificateOf(host);
        callback(null, createSecureContext({ cert: pair.certificate, key: pair.key }));
      },
    },
    (incoming, outgoing) => void aws.handle(incoming, outgoing),
  );
  const sockets = new Set<Socket>();
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }: { readonly url?: string }, socket: Socket) => {
    tunnels.push(url);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    inner.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificateAuthority: authority.certificate,
    tunnels,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
