import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsAnswer, AwsAsked, AwsState, Identity } from './state.js';
import { answerSts } from './sts.js';
import { answerWithoutSignature, isWithoutSignature } from './unsigned.js';
import { signatureOf } from './verify-signature.js';

/**
 * AWS on loopback: STS, EKS, IAM Identity Center (portal and OIDC), the metadata of an instance and the
 * credentials of a container, in AWS's wire formats.
 */
export interface FakeAws extends AwsState, AsyncDisposable {
  readonly url: string;
  /** Answers a request that came another way, such as through a proxy. */
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  /** New keys of an identity; of a session with a token. */
  issue(arn: string, options?: { readonly session?: boolean; readonly expired?: boolean }): Identity;
}

let made = 0;

export async function startFakeAws(): Promise<FakeAws> {
  const state: AwsState & Pick<FakeAws, 'issue'> = {
    requests: [],
    identities: new Map(),
    trust: new Map(),
    webIdentities: new Map(),
    sso: new Map(),
    refreshTokens: new Map(),
    clusters: new Map(),
    secrets: new Set(),
    clockOffsetMs: 0,
    issue(arn, { session = false, expired = false } = {}) {
      made += 1;
      const number = String(made).padStart(12, '0');
      const identity: Identity = {
        arn,
        account: arn.split(':')[4] ?? '',
        accessKeyId: `${session ? 'ASIA' : 'AKIA'}TEST${number}`,
        secretAccessKey: `very+secret/access/key/${number}`,
        ...(session ? { sessionToken: `very/secret+session//token==${number}` } : {}),
        isExpired: expired,
      };
      state.identities.set(identity.accessKeyId, identity);
      for (const secret of [identity.secretAccessKey, identity.sessionToken])
        if (secret !== undefined) state.secrets.add(secret);
      return identity;
    },
  };
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const answer = answerOf(state, incoming, body);
    if (answer === 'hang') return;
    outgoing.sendDate = false;
    outgoing.writeHead(answer.status, {
      date: new Date(Date.now() + state.clockOffsetMs).toUTCString(),
      'content-type': 'application/json',
      ...answer.headers,
    });
    outgoing.end(answer.body);
  };
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    handle,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function answerOf(
  state: AwsState & Pick<FakeAws, 'issue'>,
  incoming: IncomingMessage,
  body: string,
): AwsAnswer | 'hang' {
  const { method = 'GET', headers } = incoming;
  const host = headers.host ?? '';
  const url = new URL(incoming.url ?? '/', `http://${host}`);
  const signature = signatureOf({ method, url, headers, body });
  const service = isWithoutSignature(url) ?? signature?.service ?? 'sts';
  const form = new URLSearchParams(method === 'POST' ? body : url.search);
  const other = service === 'eks' ? 'DescribeCluster' : `${method} ${url.pathname}`;
  const action = service === 'sts' ? (form.get('Action') ?? '') : other;
  const asked: AwsAsked = {
    service,
    action,
    host,
    ...(signature ? { region: signature.region, accessKeyId: signature.accessKeyId } : {}),
  };
  state.requests.push(asked);
  const injected = state.fail?.(asked);
  if (injected === 'hang') return 'hang';
  if (injected) return refuse(service, injected.status, injected.code, injected.message);
  if (isWithoutSignature(url)) return answerWithoutSignature(state, { method, url, headers, body });
  if (action === 'AssumeRoleWithWebIdentity') return answerSts(state, form, undefined);
  const caller = signature && state.identities.get(signature.accessKeyId);
  if (!signature || !caller || caller.sessionToken !== signature.sessionToken)
    return service === 'sts'
      ? refuse('sts', 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.')
      : refuse(service, 403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
  if (!signature.matches(caller.secretAccessKey)) return refuse(service, 403, ...wrongSignature(service, caller));
  const age = Date.now() + state.clockOffsetMs - timeOf(signature.date);
  if (Math.abs(age) > (signature.isPresigned ? 15 : 5) * 60_000)
    return refuse(
      service,
      403,
      service === 'sts' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
      `Signature ${age > 0 ? 'expired' : 'not yet current'}: ${signature.date}`,
    );
  if (caller.isExpired)
    return refuse(
      service,
      403,
      service === 'sts' ? 'ExpiredToken' : 'ExpiredTokenException',
      'The security token included in the request is expired',
    );
  return service === 'eks' ? describe(state, url) : answerSts(state, form, caller);
}

/** As AWS does it, with the canonical request and the session token in the lines below the first. */
function wrongSignature(service: string, { sessionToken = '' }: Identity): [code: string, message: string] {
  const first =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
  return service === 'sts'
    ? ['SignatureDoesNotMatch', first]
    : [
        'InvalidSignatureException',
        `${first}\n\nThe Canonical String should have been\nx-amz-security-token:${sessionToken}`,
      ];
}

function describe(state: AwsState, url: URL): AwsAnswer {
  const name = decodeURIComponent(url.pathname.split('/')[2] ?? '');
  const cluster = state.clusters.get(name);
  if (!cluster) return refuse('eks', 404, 'ResourceNotFoundException', `No cluster found for name: ${name}.`);
  const { arn, endpoint, certificateAuthority } = cluster;
  return {
    status: 200,
    body: JSON.stringify({
      cluster: { name, arn, endpoint, certificateAuthority: { data: certificateAuthority }, status: 'ACTIVE' },
    }),
  };
}

function refuse(service: string, status: number, code: string, message: string): AwsAnswer {
  if (service !== 'sts') return { status, headers: { 'x-amzn-errortype': code }, body: JSON.stringify({ message }) };
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${error}<RequestId>1</RequestId></ErrorResponse>`,
  };
}

function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
