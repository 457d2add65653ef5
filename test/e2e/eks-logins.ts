import type { FakeAws } from '../helpers/aws/fake-aws.js';
import { type EksRepository, ssoCache } from './eks-repository.js';

export const ACCOUNT = '111122223333';
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const session = (name: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/test`;
export const CI = `arn:aws:iam::${ACCOUNT}:user/ci`;

/** One way to log in, and whom the API server sees then. */
export interface Login {
  readonly case: string;
  /** Makes what the environment has, and says which variables name it. */
  readonly prepare: (aws: FakeAws, repository: EksRepository) => Readonly<Record<string, string>>;
  /** Whom the API server sees. */
  readonly principal: string;
  /** What AWS was asked, in order and once each, before the API server asked STS. */
  readonly asked: readonly string[];
  readonly roleArn?: string;
  readonly access?: string;
}

export const keysOf = ({ accessKeyId, secretAccessKey, sessionToken }: ReturnType<FakeAws['issue']>) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
});
const profileOf = (name: string, keys: ReturnType<FakeAws['issue']>): string =>
  [`[${name}]`, ...Object.entries(keysOf(keys)).map(([key, value]) => `${key.toLowerCase()} = ${value}`), ''].join(
    '\n',
  );
export const SSO_SESSION = `[profile deploy]\nsso_session = corp\nsso_account_id = ${ACCOUNT}\nsso_role_name = Deploy\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n`;
export const later = (): string => new Date(Date.now() + 3_600_000).toISOString();
const secret = (aws: FakeAws, text: string): string => {
  aws.secrets.add(text);
  return text;
};
export const withSso = (aws: FakeAws): string => {
  const token = secret(aws, 'sso-access-token-of-test');
  aws.sso.set(token, { account: ACCOUNT, role: 'Deploy', arn: session('AWSReservedSSO_Deploy_0123') });
  return token;
};

export const LOGINS: readonly Login[] = [
  { case: 'keys of the environment', prepare: (aws) => keysOf(aws.issue(CI)), principal: CI, asked: [] },
  {
    case: 'temporary keys of the environment, though AWS_PROFILE is set',
    prepare: (aws) => ({ ...keysOf(aws.issue(session('runner'), { session: true })), AWS_PROFILE: 'other' }),
    principal: role('runner'),
    asked: [],
  },
  {
    case: 'a shared profile (AWS_PROFILE)',
    prepare: (aws, { writeHome }) => {
      writeHome({
        '.aws/credentials': profileOf('default', aws.issue(`${CI}-other`)) + profileOf('deploy', aws.issue(CI)),
      });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: CI,
    asked: [],
  },
  {
    case: 'the profile of the access file, before keys of the environment',
    prepare: (aws, { writeHome }) => {
      writeHome({ '.aws/credentials': profileOf('deploy', aws.issue(CI)) });
      return keysOf(aws.issue(`${CI}-other`));
    },
    access: 'clusters: { prod: { eks: { profile: deploy } } }',
    principal: CI,
    asked: [],
  },
  {
    case: 'the default profile',
    prepare: (aws, { writeHome }) => {
      writeHome({ '.aws/credentials': profileOf('default', aws.issue(CI)) });
      return {};
    },
    principal: CI,
    asked: [],
  },
  {
    case: 'a credential process',
    prepare: (aws, { writeHome }) => {
      const { accessKeyId, secretAccessKey, sessionToken } = aws.issue(session('process'), { session: true });
      const printed = {
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: later(),
      };
      const file = writeHome({ 'credentials.json': JSON.stringify(printed) });
      writeHome({ '.aws/config': `[profile deploy]\ncredential_process = cat "${file}"\n` });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: role('process'),
    asked: [],
  },
  {
    case: 'IAM Identity Center (SSO)',
    prepare: (aws, { writeHome }) => {
      writeHome({
        '.aws/config': SSO_SESSION,
        ...ssoCache('corp', { accessToken: withSso(aws), expiresAt: later(), region: 'eu-central-1' }),
      });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: role('AWSReservedSSO_Deploy_0123'),
    asked: ['sso GET /federation/credentials'],
  },
  {
    case: 'IAM Identity Center with a profile of the older kind',
    prepare: (aws, { writeHome }) => {
      const start = 'https://corp.awsapps.com/start';
      const config = `[profile deploy]\nsso_start_url = ${start}\nsso_region = eu-central-1\nsso_account_id = ${ACCOUNT}\nsso_role_name = Deploy\n`;
      writeHome({
        '.aws/config': config,
        ...ssoCache(start, { accessToken: withSso(aws), expiresAt: later(), region: 'eu-central-1' }),
      });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: role('AWSReservedSSO_Deploy_0123'),
    asked: ['sso GET /federation/credentials'],
  },
  {
    case: 'IAM Identity Center with a session that is renewed',
    prepare: (aws, { writeHome }) => {
      aws.refreshTokens.set(secret(aws, 'sso-refresh-token-of-test'), withSso(aws));
      const cached = {
        accessToken: 'old',
        expiresAt: '2026-01-01T00:00:00Z',
        refreshToken: 'sso-refresh-token-of-test',
      };
      const client = {
        clientId: 'client',
        clientSecret: secret(aws, 'sso-client-secret-of-test'),
        registrationExpiresAt: later(),
      };
      writeHome({ '.aws/config': SSO_SESSION, ...ssoCache('corp', { ...cached, ...client, region: 'eu-central-1' }) });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: role('AWSReservedSSO_Deploy_0123'),
    asked: ['sso-oidc POST /token', 'sso GET /federation/credentials'],
  },
  {
    case: 'a web identity (IRSA, GitHub Actions)',
    prepare: (aws, { writeHome }) => {
      aws.webIdentities.set(secret(aws, 'eyJ.web-identity-of-test'), role('irsa'));
      return {
        AWS_WEB_IDENTITY_TOKEN_FILE: writeHome({ token: 'eyJ.web-identity-of-test' }),
        AWS_ROLE_ARN: role('irsa'),
      };
    },
    principal: role('irsa'),
    asked: ['sts AssumeRoleWithWebIdentity'],
  },
  {
    case: 'a web identity of a profile',
    prepare: (aws, { writeHome }) => {
      aws.webIdentities.set(secret(aws, 'eyJ.web-identity-of-test'), role('irsa'));
      const file = writeHome({ token: 'eyJ.web-identity-of-test' });
      writeHome({ '.aws/config': `[profile deploy]\nrole_arn = ${role('irsa')}\nweb_identity_token_file = ${file}\n` });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: role('irsa'),
    asked: ['sts AssumeRoleWithWebIdentity'],
  },
  {
    case: 'EKS Pod Identity',
    prepare: (aws, { writeHome }) => {
      aws.container = { token: secret(aws, 'eyJ.pod-identity-of-test'), arn: session('pod') };
      const file = writeHome({ 'eks-pod-identity-token': 'eyJ.pod-identity-of-test' });
      return {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/v1/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
      };
    },
    principal: role('pod'),
    asked: ['container GET /v1/credentials'],
  },
  {
    case: 'the role of a container (ECS, CodeBuild)',
    prepare: (aws) => {
      aws.container = { token: secret(aws, 'container-token-of-test'), arn: session('task') };
      return {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/v1/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'container-token-of-test',
      };
    },
    principal: role('task'),
    asked: ['container GET /v1/credentials'],
  },
  {
    case: 'the role of an instance',
    prepare: (aws) => {
      aws.instance = { role: 'instance', arn: session('instance') };
      return { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url };
    },
    principal: role('instance'),
    asked: [
      'imds PUT /latest/api/token',
      'imds GET /latest/meta-data/iam/security-credentials/',
      'imds GET /latest/meta-data/iam/security-credentials/instance',
    ],
  },
  {
    case: 'a role of a profile with a source profile',
    prepare: (aws, { writeHome }) => {
      aws.trust.set(role('deploy'), [CI]);
      writeHome({
        '.aws/credentials': profileOf('base', aws.issue(CI)),
        '.aws/config': `[profile deploy]\nrole_arn = ${role('deploy')}\nsource_profile = base\n`,
      });
      return { AWS_PROFILE: 'deploy' };
    },
    principal: role('deploy'),
    asked: ['sts AssumeRole'],
  },
  {
    case: 'a chain of roles: source profile, profile, Cluster',
    prepare: (aws, { writeHome }) => {
      aws.trust.set(role('deploy'), [CI]).set(role('cluster'), [role('deploy')]);
      writeHome({
        '.aws/credentials': profileOf('base', aws.issue(CI)),
        '.aws/config': `[profile deploy]\nrole_arn = ${role('deploy')}\nsource_profile = base\n`,
      });
      return { AWS_PROFILE: 'deploy' };
    },
    roleArn: role('cluster'),
    principal: role('cluster'),
    asked: ['sts AssumeRole', 'sts AssumeRole'],
  },
];
