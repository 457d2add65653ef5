import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterSecret } from '../../../src/argocd/clusters/cluster-secret.js';
import { eksEndpoint } from '../../../src/cluster/eks/endpoint.js';

// Stands for AWS: what STS and EKS answer, and what they were asked.
let aws: Server;
let asked: { readonly url: string; readonly body: string; readonly authorization: string }[];
let answers: Record<string, { readonly status?: number; readonly body: string; readonly error?: string }>;
let environment: Record<string, string>;

const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/prod-eu';
const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const SERVER = 'https://ABC.gr7.eu-west-1.eks.amazonaws.com';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const described = (cluster: object): { body: string } => ({
  body: JSON.stringify({
    cluster: { arn: ARN, endpoint: SERVER, certificateAuthority: { data: base64('CA') }, ...cluster },
  }),
});

beforeEach(async () => {
  asked = [];
  answers = {};
  aws = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ url: request.url ?? '', body, authorization: request.headers.authorization ?? '' });
    const answer = answers[request.url?.startsWith('/clusters/') ? 'eks' : 'sts'] ?? { status: 404, body: '{}' };
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...(answer.error ? { 'x-amzn-errortype': answer.error } : {}),
    });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  environment = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_EKS: url,
  };
});
afterEach(async () => {
  aws.closeAllConnections();
  await new Promise((resolve) => aws.close(resolve));
});

const secret = (over: Partial<ClusterSecret> = {}): ClusterSecret => ({
  name: 'prod',
  type: 'eks',
  eksName: 'prod-eu',
  region: 'eu-west-1',
  arn: ARN,
  labels: {},
  ...over,
});
const tokenUrl = (authorization: string): URL =>
  new URL(Buffer.from(authorization.replace('Bearer k8s-aws-v1.', ''), 'base64url').toString());

test('with pinned address and CA nothing is asked of AWS, not even for the token', async () => {
  const endpoint = await eksEndpoint(secret({ server: SERVER, caData: base64('PINNED') }), { environment });
  const { headers, expiresAt } = await endpoint.credentials();

  expect(endpoint).toMatchObject({ server: SERVER, certificateAuthority: 'PINNED' });
  expect(tokenUrl(headers['authorization']!).searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-k8s-aws-id');
  expect(expiresAt! - Date.now()).toBeGreaterThan(13 * 60_000);
  expect(expiresAt! - Date.now()).toBeLessThanOrEqual(14 * 60_000);
  expect(asked).toEqual([]);
});

test('address and CA that are not pinned are asked of EKS', async () => {
  answers['eks'] = described({});

  const endpoint = await eksEndpoint(secret(), { environment });

  expect(endpoint).toMatchObject({ server: SERVER, certificateAuthority: 'CA' });
  expect(asked).toEqual([
    expect.objectContaining({
      url: '/clusters/prod-eu',
      authorization: expect.stringContaining('/eu-west-1/eks/aws4_request'),
    }),
  ]);
});

test('a role is assumed for the token, with its session and its end', async () => {
  const end = new Date(Date.now() + 5 * 60_000);
  const keys = `<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>SESSION</SessionToken><Expiration>${end.toISOString()}</Expiration>`;
  answers['sts'] = {
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${keys}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };

  const endpoint = await eksEndpoint(secret({ server: SERVER, caData: base64('CA'), roleArn: ROLE }), { environment });
  const { headers, expiresAt } = await endpoint.credentials();

  const url = tokenUrl(headers['authorization']!);
  expect(asked[0]!.body).toContain(`RoleArn=${encodeURIComponent(ROLE)}`);
  expect(url.searchParams.get('X-Amz-Credential')).toMatch(/^ASIAROLE\//);
  expect(url.searchParams.get('X-Amz-Security-Token')).toBe('SESSION');
  expect(expiresAt).toBe(end.getTime());
});

test.each([
  {
    case: 'another account',
    over: {},
    cluster: { arn: 'arn:aws:eks:eu-west-1:999999999999:cluster/prod-eu' },
    message: /has the ARN '.*111122223333.*' in the repository, but AWS says '.*999999999999/,
  },
  {
    case: 'a cluster made anew',
    over: { server: 'https://OLD.gr7.eu-west-1.eks.amazonaws.com' },
    cluster: {},
    message: /has the address '.*OLD.*' in the repository, but AWS says '.*ABC/,
  },
])('$case is the wrong cluster', async ({ over, cluster, message }) => {
  answers['eks'] = described(cluster);

  await expect(eksEndpoint(secret(over), { environment })).rejects.toMatchObject({
    code: 'CLUSTER_WRONG_CLUSTER',
    message: expect.stringMatching(message),
  });
});

test.each([
  {
    case: 'no such cluster',
    answer: { status: 404, error: 'ResourceNotFoundException', body: '{"message":"No cluster found"}' },
    code: 'CLUSTER_NOT_FOUND',
    message: "there is no EKS cluster 'prod-eu' in 'eu-west-1'",
  },
  {
    case: 'not allowed',
    answer: { status: 403, error: 'AccessDeniedException', body: '{"message":"no"}' },
    code: 'CLUSTER_FORBIDDEN',
    message: "the EKS cluster 'prod-eu' in 'eu-west-1' cannot be described: no",
  },
  {
    case: 'being created',
    answer: { body: '{"cluster":{"status":"CREATING"}}' },
    code: 'CLUSTER_UNREACHABLE',
    message: "the EKS cluster 'prod-eu' in 'eu-west-1' has no address yet (status 'CREATING')",
  },
])('what EKS refuses is one clear error: $case', async ({ answer, code, message }) => {
  answers['eks'] = answer;

  await expect(eksEndpoint(secret(), { environment })).rejects.toMatchObject({ code, message });
});

test('a role that may not be assumed is one clear error', async () => {
  answers['sts'] = {
    status: 403,
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>',
  };

  const endpoint = await eksEndpoint(secret({ server: SERVER, caData: base64('CA'), roleArn: ROLE }), { environment });

  await expect(endpoint.credentials()).rejects.toMatchObject({
    code: 'CLUSTER_CREDENTIALS_FAILED',
    message: `the role '${ROLE}' cannot be assumed with the credentials of 'AWS_ACCESS_KEY_ID' of the environment: not authorized`,
    hint: expect.stringContaining('trust policy'),
  });
});

test('without a region it says so', async () => {
  await expect(
    eksEndpoint(secret({ region: undefined }), { environment: { AWS_PROFILE: 'that-nobody-has' } }),
  ).rejects.toMatchObject({
    code: 'CLUSTER_ACCESS_INVALID',
  });
});
