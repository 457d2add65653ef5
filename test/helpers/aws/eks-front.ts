import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { awsPartition } from '../../../src/argocd/clusters/aws-partition.js';
import { issueCertificate } from '../../../src/local-cluster/certificate.js';
import { keyStore } from '../../../src/local-cluster/key-store.js';
import type { LocalCluster } from '../../../src/local-cluster/local-cluster.js';
import type { FakeAws } from './fake-aws.js';
import { roleOf } from './sts.js';

/**
 * The real API server of a local cluster behind the door of EKS: a bearer token is what aws-iam-authenticator
 * makes of it, and an access entry says who that is.
 */
export interface EksFront extends AsyncDisposable {
  readonly server: string;
  /** PEM in base64, as EKS gives it. */
  readonly certificateAuthority: string;
  /** ARN of a principal → who it is in the cluster. */
  readonly entries: Map<string, { readonly groups: readonly string[] }>;
  /** The identity of each request that was let in, and why others were not. */
  readonly seen: { readonly path: string; readonly arn?: string; readonly refused?: string }[];
}

const PARAMETERS =
  'action version x-amz-algorithm x-amz-credential x-amz-date x-amz-expires x-amz-security-token x-amz-signature x-amz-signedheaders'.split(
    ' ',
  );

export async function startEksFront(options: {
  readonly aws: FakeAws;
  readonly cluster: LocalCluster;
  readonly clusterName: string;
  readonly region: string;
}): Promise<EksFront> {
  const { aws, cluster, clusterName, region } = options;
  const now = new Date();
  const authority = { ...issueCertificate({ commonName: 'eks', use: 'authority', now }), commonName: 'eks' };
  const pair = issueCertificate({
    commonName: 'eks-server',
    use: 'server',
    hosts: ['127.0.0.1', 'localhost'],
    issuer: authority,
    now,
  });
  const admin = keyStore.read(cluster.directory, 'admin');
  const agent = new Agent({
    keepAlive: true,
    ca: keyStore.read(cluster.directory, 'ca').certificate,
    cert: admin.certificate,
    key: admin.key,
  });
  const front: Pick<EksFront, 'entries' | 'seen'> = { entries: new Map(), seen: [] };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = incoming.url ?? '/';
    try {
      const arn = await authenticate(incoming.headers.authorization ?? '', { aws, clusterName, region });
      const entry = front.entries.get(roleOf(arn));
      if (entry === undefined) throw new Error(`no access entry for ${roleOf(arn)}`);
      front.seen.push({ path, arn });
      const { host: _, authorization: __, connection: ___, ...headers } = incoming.headers;
      const impersonation = { 'impersonate-user': arn, 'impersonate-group': [...entry.groups, 'system:authenticated'] };
      const upstream = httpsRequest(
        cluster.server + path,
        { method: incoming.method, agent, headers: { ...headers, ...impersonation } },
        (response) => {
          outgoing.writeHead(response.statusCode ?? 502, response.headers);
          outgoing.flushHeaders();
          response.pipe(outgoing);
        },
      );
      upstream.on('error', () => incoming.socket.destroy());
      outgoing.on('close', () => upstream.destroy());
      incoming.pipe(upstream);
    } catch (error) {
      front.seen.push({ path, refused: String(error) });
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      };
      outgoing.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(status));
    }
  };
  const server = createServer(
    { cert: pair.certificate, key: pair.key },
    (incoming, outgoing) => void serve(incoming, outgoing),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(front, {
    server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificateAuthority: Buffer.from(authority.certificate).toString('base64'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/**
 * As aws-iam-authenticator does it: only such a URL of STS, and only with these parameters, is asked for
 * whose it is.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/v0.7.18/pkg/token/token.go
 */
async function authenticate(
  authorization: string,
  { aws, clusterName, region }: { readonly aws: FakeAws; readonly clusterName: string; readonly region: string },
): Promise<string> {
  const token = /^Bearer (k8s-aws-v1\.[\w-]+)$/.exec(authorization)?.[1];
  if (token === undefined) throw new Error('no token of EKS');
  aws.secrets.add(token);
  const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
  if (url.protocol !== 'https:' || url.host !== `sts.${region}.${awsPartition(region).suffix}`)
    throw new Error(`${url.host} is not STS of ${region}`);
  if (url.pathname !== '/' || url.searchParams.get('Action') !== 'GetCallerIdentity')
    throw new Error('not GetCallerIdentity');
  const strange = [...url.searchParams.keys()].filter((name) => !PARAMETERS.includes(name.toLowerCase()));
  if (strange.length > 0) throw new Error(`parameters ${strange.join()}`);
  if (!url.searchParams.get('X-Amz-SignedHeaders')?.split(';').includes('x-k8s-aws-id'))
    throw new Error('the cluster is not signed');
  const { status, body } = await ask(aws.url + url.pathname + url.search, {
    host: url.host,
    'x-k8s-aws-id': clusterName,
  });
  const arn = /<Arn>(.*?)<\/Arn>/.exec(body)?.[1];
  if (status !== 200 || arn === undefined) throw new Error(`STS: ${status} ${body}`);
  return arn;
}

function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, async (response) => {
      let body = '';
      for await (const chunk of response) body += String(chunk);
      resolve({ status: response.statusCode ?? 0, body });
    });
    request.on('error', reject).end();
  });
}
