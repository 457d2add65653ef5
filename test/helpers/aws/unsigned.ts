import type { FakeAws } from './fake-aws.js';
import type { AwsAnswer, AwsState, Identity } from './state.js';
import type { SignedRequest } from './verify-signature.js';

const INSTANCE_TOKEN = 'instance-metadata-token';
const ROLES = '/latest/meta-data/iam/security-credentials/';

/** The service, when it is one whose requests are not signed. */
export function isWithoutSignature({ pathname }: URL): 'sso' | 'sso-oidc' | 'imds' | 'container' | undefined {
  if (pathname === '/federation/credentials') return 'sso';
  if (pathname === '/token') return 'sso-oidc';
  if (pathname.startsWith('/latest/')) return 'imds';
  return pathname === '/v1/credentials' ? 'container' : undefined;
}

/** IAM Identity Center by its tokens, instance metadata (version 2 only), and the agent of a container. */
export function answerWithoutSignature(
  state: AwsState & Pick<FakeAws, 'issue'>,
  { method, url, headers, body }: SignedRequest,
): AwsAnswer {
  switch (isWithoutSignature(url)) {
    case 'sso':
      return portal(state, url, String(headers['x-amz-sso_bearer_token'] ?? ''));
    case 'sso-oidc': {
      const accessToken = state.refreshTokens.get((JSON.parse(body) as { refreshToken: string }).refreshToken);
      if (accessToken === undefined) return refuse(400, 'InvalidGrantException', 'Invalid grant provided');
      return json({ accessToken, expiresIn: 28_800, tokenType: 'Bearer' });
    }
    case 'imds':
      if (state.instance === undefined) return { status: 404, body: '' };
      if (method === 'PUT') return { status: 200, body: INSTANCE_TOKEN };
      if (headers['x-aws-ec2-metadata-token'] !== INSTANCE_TOKEN) return { status: 401, body: '' };
      if (url.pathname === ROLES) return { status: 200, body: state.instance.role };
      if (url.pathname !== ROLES + state.instance.role) return { status: 404, body: '' };
      return json({
        Code: 'Success',
        Type: 'AWS-HMAC',
        LastUpdated: new Date(),
        ...keysOf(state.issue(state.instance.arn, { session: true })),
      });
    default:
      if (state.container === undefined || headers['authorization'] !== state.container.token)
        return refuse(401, 'AccessDenied', 'Invalid token');
      return json(keysOf(state.issue(state.container.arn, { session: true })));
  }
}

function portal(state: AwsState & Pick<FakeAws, 'issue'>, url: URL, token: string): AwsAnswer {
  const session = state.sso.get(token);
  if (session === undefined) return refuse(401, 'UnauthorizedException', 'Session token not found or invalid');
  if (url.searchParams.get('account_id') !== session.account || url.searchParams.get('role_name') !== session.role)
    return refuse(403, 'ForbiddenException', 'No access');
  const { accessKeyId, secretAccessKey, sessionToken } = state.issue(session.arn, { session: true });
  return json({ roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: Date.now() + 3_600_000 } });
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Identity) {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  };
}

function json(value: object): AwsAnswer {
  return { status: 200, body: JSON.stringify(value) };
}

function refuse(status: number, code: string, message: string): AwsAnswer {
  return { status, headers: { 'x-amzn-errortype': code }, body: JSON.stringify({ message, Code: code }) };
}
