import type { CredentialSource } from '../../../src/cluster/eks/credential-source.js';
import { credentialSource } from '../../../src/cluster/eks/credential-source.js';
import { explainAwsFailure } from '../../../src/cluster/eks/explain-aws-failure.js';
import { GitopsError } from '../../../src/errors.js';

const SOURCE = credentialSource({ environment: { AWS_PROFILE: 'deploy' } });
const WEB = credentialSource({ environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' } });
const CONTAINER = credentialSource({ environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://a' } });
const failure = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

interface Row {
  readonly cause: unknown;
  readonly source?: CredentialSource;
  readonly service?: string;
  readonly ifDenied?: string;
  readonly code?: string;
  readonly why: RegExp;
  readonly hint: RegExp;
}

const SSO_LOGIN = /aws sso login --profile deploy/;

test.each<Row>([
  {
    cause: failure('ExpiredToken', 'The security token included in the request is expired'),
    why: /they have expired/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('ExpiredTokenException', 'Token expired: …'),
    source: WEB,
    why: /they have expired/,
    hint: /AWS_WEB_IDENTITY_TOKEN_FILE/,
  },
  {
    cause: failure('CredentialsProviderError', 'Profile a credential_process returned expired credentials.'),
    why: /they have expired/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('InvalidClientTokenId', 'The security token included in the request is invalid.'),
    why: /does not know the access key/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('UnrecognizedClientException', 'invalid'),
    service: 'EKS',
    why: /does not know the access key/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('SignatureDoesNotMatch', 'The request signature we calculated does not match'),
    why: /secret access key does not belong/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('InvalidSignatureException', 'does not match\n\ntoken:SECRET'),
    service: 'EKS',
    why: /secret access key does not belong/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('SignatureDoesNotMatch', 'Signature expired: 2026 is now earlier than 2027'),
    why: /clock of this machine is wrong/,
    hint: /Set the clock/,
  },
  {
    cause: failure('InvalidSignatureException', 'Signature not yet current: 2027'),
    service: 'EKS',
    why: /clock/,
    hint: /Set the clock/,
  },
  {
    cause: failure('TokenProviderError', 'Token is expired. To refresh this SSO session run …'),
    why: /SSO session has expired/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure(
      'CredentialsProviderError',
      'The SSO session token associated with profile=x was not found or is invalid.',
    ),
    why: /nobody is logged in/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('CredentialsProviderError', 'UnauthorizedException: Session token not found or invalid'),
    why: /nobody is logged in/,
    hint: SSO_LOGIN,
  },
  {
    cause: failure('CredentialsProviderError', 'ForbiddenException: No access'),
    why: /gives this user no access/,
    hint: /sso_role_name/,
  },
  {
    cause: failure('InvalidIdentityTokenException', 'No OpenIDConnect provider found'),
    source: WEB,
    why: /No OpenIDConnect provider/,
    hint: /trust policy/,
  },
  {
    cause: failure('AccessDenied', 'User: arn:x is not authorized'),
    ifDenied: 'Allow it.',
    why: /arn:x is not authorized/,
    hint: /^Allow it\.$/,
  },
  {
    cause: failure('AccessDeniedException', 'no'),
    service: 'EKS',
    ifDenied: 'Allow it.',
    code: 'CLUSTER_FORBIDDEN',
    why: /no$/,
    hint: /^Allow it\.$/,
  },
  {
    cause: failure('ThrottlingException', 'Rate exceeded'),
    code: 'CLUSTER_THROTTLED',
    why: /Rate exceeded/,
    hint: /Wait/,
  },
  {
    cause: failure('RegionDisabledException', 'STS is not activated in this region'),
    why: /not activated/,
    hint: /Activate STS/,
  },
  {
    cause: failure('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
    code: 'CLUSTER_UNREACHABLE',
    why: /STS in 'eu-west-1' does not answer/,
    hint: /HTTPS_PROXY/,
  },
  {
    cause: failure('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }),
    code: 'CLUSTER_UNREACHABLE',
    why: /does not answer/,
    hint: /region/,
  },
  { cause: failure('TimeoutError', 'no answer'), code: 'CLUSTER_UNREACHABLE', why: /does not answer/, hint: /VPC/ },
  {
    cause: failure('Error', 'self-signed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    code: 'CLUSTER_UNREACHABLE',
    why: /not trusted/,
    hint: /AWS_CA_BUNDLE/,
  },
  {
    cause: new GitopsError('CLUSTER_UNREACHABLE', "the proxy 'http://p' answered 407"),
    code: 'CLUSTER_UNREACHABLE',
    why: /answered 407/,
    hint: /HTTPS_PROXY/,
  },
  {
    cause: failure('CredentialsProviderError', 'Command failed: login --password SECRET\nboom'),
    why: /its credential_process failed$/,
    hint: /by hand/,
  },
  {
    cause: failure('CredentialsProviderError', 'Profile a credential_process returned invalid JSON.'),
    why: /invalid JSON/,
    hint: /by hand/,
  },
  {
    cause: failure('CredentialsProviderError', 'Could not resolve credentials using profile: [deploy] in …'),
    why: /no such profile/,
    hint: /list-profiles/,
  },
  {
    cause: failure('CredentialsProviderError', 'Could not load credentials from any providers'),
    source: CONTAINER,
    why: /its agent gives none/,
    hint: /Pod Identity/,
  },
  {
    cause: failure('CredentialsProviderError', 'Could not load credentials from any providers'),
    why: /there are none/,
    hint: /--access FILE/,
  },
  {
    cause: failure(
      'CredentialsProviderError',
      'Profile a requires multi-factor authentication, but no MFA code callback',
    ),
    why: /code of MFA/,
    hint: /MFA/,
  },
  {
    cause: failure('Error', "ENOENT: no such file or directory, open '/token'", { code: 'ENOENT' }),
    source: WEB,
    why: /cannot be read/,
    hint: /path/,
  },
  { cause: failure('Strange', 'something new'), why: /something new/, hint: SSO_LOGIN },
])(
  'says what AWS means and what to do: $cause',
  ({ cause, source = SOURCE, service = 'STS', ifDenied, code = 'CLUSTER_CREDENTIALS_FAILED', why, hint }) => {
    const error = explainAwsFailure(cause, {
      service,
      region: 'eu-west-1',
      source,
      ...(ifDenied === undefined ? {} : { ifDenied }),
    });

    expect(error).toMatchObject({ code, message: expect.stringMatching(why), hint: expect.stringMatching(hint) });
    expect(error.message).toMatch(/^AWS credentials cannot be had from /);
    expect(`${error.message}${error.hint}`).not.toContain('SECRET');
  },
);
