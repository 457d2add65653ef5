import type { EksFront } from '../helpers/aws/eks-front.js';
import type { FakeAws } from '../helpers/aws/fake-aws.js';
import { type EksRepository, ssoCache } from './eks-repository.js';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
/** In EKS. */
export const NAME = 'prod-eu';
export const ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${NAME}`;
export const CI = `arn:aws:iam::${ACCOUNT}:user/ci`;
export const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/deploy`;
export const NOWHERE = 'http://127.0.0.1:1';

/** What stands for AWS and the cluster, and the repository with its home. */
export interface Place {
  readonly aws: FakeAws;
  readonly front: EksFront;
  readonly repository: EksRepository;
}

/** A login that does not work, and what the command says of it. */
export interface Failure {
  readonly case: string;
  readonly prepare: (place: Place) => Readonly<Record<string, string>>;
  readonly code: string;
  readonly says: string;
  readonly hint: string;
  /** What the repository has of the cluster, beside name and address. */
  readonly cluster?: {
    readonly roleArn?: string;
    readonly caData?: undefined;
    readonly region?: undefined;
    readonly arn?: string | undefined;
    readonly server?: string;
  };
  readonly access?: string;
}

export const keys = ({ accessKeyId, secretAccessKey, sessionToken }: ReturnType<FakeAws['issue']>) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
});
export const admitted = ({ aws, front }: Place) => {
  front.entries.set(CI, { groups: ['system:masters'] });
  return keys(aws.issue(CI));
};
const SSO = `[profile deploy]\nsso_session = corp\nsso_account_id = ${ACCOUNT}\nsso_role_name = Deploy\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n`;
export const later = (): string => new Date(Date.now() + 3_600_000).toISOString();
export const sso = ({ aws, repository }: Place, token: Readonly<Record<string, string>> | undefined) => {
  for (const name of ['accessToken', 'refreshToken', 'clientSecret']) if (token?.[name]) aws.secrets.add(token[name]);
  repository.writeHome({ '.aws/config': SSO, ...(token === undefined ? {} : ssoCache('corp', token)) });
  return { AWS_PROFILE: 'deploy' };
};
const webIdentity = ({ aws, repository }: Place, token: string) => {
  aws.secrets.add(token);
  return { AWS_WEB_IDENTITY_TOKEN_FILE: repository.writeHome({ token }), AWS_ROLE_ARN: DEPLOY };
};
const process = ({ repository }: Place, command: string) => {
  repository.writeHome({ '.aws/config': `[profile deploy]\ncredential_process = ${command}\n` });
  return { AWS_PROFILE: 'deploy' };
};

export const FAILED = 'CLUSTER_CREDENTIALS_FAILED';
export const FAILURES: readonly Failure[] = [
  {
    case: 'no credentials at all',
    prepare: () => ({}),
    code: FAILED,
    says: 'from the AWS credential chain: there are none',
    hint: 'aws sso login',
  },
  {
    case: 'half of the keys',
    prepare: () => ({ AWS_ACCESS_KEY_ID: 'AKIA1' }),
    code: FAILED,
    says: "'AWS_SECRET_ACCESS_KEY' is not",
    hint: 'Set both',
  },
  {
    case: 'a profile that does not exist',
    prepare: () => ({ AWS_PROFILE: 'deplyo' }),
    code: FAILED,
    says: "profile 'deplyo': there is no such profile",
    hint: 'aws configure list-profiles',
  },
  {
    case: 'a profile that does not exist, though there is a role of the instance',
    prepare: ({ aws }) => ({
      AWS_PROFILE: 'deplyo',
      AWS_EC2_METADATA_DISABLED: 'false',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url,
    }),
    code: FAILED,
    says: 'there is no such profile',
    hint: 'list-profiles',
  },
  {
    case: 'an SSO session that has expired',
    prepare: (place) => sso(place, { accessToken: 'sso-secret-1', expiresAt: '2026-01-01T00:00:00Z' }),
    code: FAILED,
    says: "profile 'deploy': the SSO session has expired",
    hint: 'aws sso login --profile deploy',
  },
  {
    case: 'an SSO session that cannot be renewed',
    prepare: (place) =>
      sso(place, {
        accessToken: 'sso-secret-1',
        expiresAt: '2026-01-01T00:00:00Z',
        refreshToken: 'sso-secret-2',
        clientId: 'c',
        clientSecret: 'sso-secret-3',
        registrationExpiresAt: later(),
      }),
    code: FAILED,
    says: 'the SSO session has expired',
    hint: 'aws sso login --profile deploy',
  },
  {
    case: 'nobody is logged in to SSO',
    prepare: (place) => sso(place, undefined),
    code: FAILED,
    says: 'nobody is logged in to IAM Identity Center',
    hint: 'aws sso login --profile deploy',
  },
  {
    case: 'an SSO token that was revoked',
    prepare: (place) => sso(place, { accessToken: 'sso-secret-1', expiresAt: later() }),
    code: FAILED,
    says: 'nobody is logged in to IAM Identity Center',
    hint: 'aws sso login --profile deploy',
  },
  {
    case: 'an SSO role that the user does not have',
    prepare: (place) => {
      place.aws.sso.set('sso-secret-1', { account: ACCOUNT, role: 'Other', arn: CI });
      return sso(place, { accessToken: 'sso-secret-1', expiresAt: later() });
    },
    code: FAILED,
    says: 'gives this user no access',
    hint: 'sso_role_name',
  },
  {
    case: 'a credential process that fails',
    prepare: (place) => process(place, "sh -c 'echo hunter2 >&2; exit 3'"),
    code: FAILED,
    says: 'its credential_process failed',
    hint: 'by hand',
  },
  {
    case: 'a credential process that prints something else',
    prepare: (place) => process(place, 'echo hunter2'),
    code: FAILED,
    says: 'invalid JSON',
    hint: 'by hand',
  },
  {
    case: 'a web identity token that has expired',
    prepare: (place) => webIdentity(place, 'expired.eyJ'),
    code: FAILED,
    says: 'they have expired',
    hint: 'AWS_WEB_IDENTITY_TOKEN_FILE',
  },
  {
    case: 'a web identity that nobody trusts',
    prepare: (place) => webIdentity(place, 'stranger.eyJ'),
    code: FAILED,
    says: 'No OpenIDConnect provider',
    hint: 'trust policy',
  },
  {
    case: 'a web identity token file that is not there',
    prepare: () => ({ AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token', AWS_ROLE_ARN: DEPLOY }),
    code: FAILED,
    says: "cannot be read (ENOENT: no such file or directory, open '/nowhere/token')",
    hint: 'Check the path',
  },
  {
    case: 'a container without Pod Identity',
    prepare: ({ aws }) => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x',
      AWS_METADATA_SERVICE_TIMEOUT: '1',
    }),
    code: FAILED,
    says: "from the container's role: its agent gives none",
    hint: 'Pod Identity association',
  },
  {
    case: 'a session token that has expired',
    prepare: ({ aws }) =>
      keys(aws.issue(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/me`, { session: true, expired: true })),
    code: FAILED,
    says: 'they have expired',
    hint: 'AWS_SESSION_TOKEN',
  },
  {
    case: 'an access key that AWS does not know',
    prepare: () => ({ AWS_ACCESS_KEY_ID: 'AKIAGONE', AWS_SECRET_ACCESS_KEY: 'hunter2' }),
    code: FAILED,
    says: 'AWS does not know the access key',
    hint: 'AWS_ACCESS_KEY_ID',
  },
  {
    case: 'a wrong secret key',
    prepare: ({ aws }) => ({ ...keys(aws.issue(CI)), AWS_SECRET_ACCESS_KEY: 'hunter2' }),
    code: FAILED,
    says: 'the secret access key does not belong to the access key',
    hint: 'AWS_SECRET_ACCESS_KEY',
  },
  {
    case: 'a clock that is wrong',
    prepare: (place) => {
      place.aws.clockOffsetMs = 40 * 60_000;
      return admitted(place);
    },
    code: FAILED,
    says: 'the clock of this machine is 40 minutes behind',
    hint: 'Set the clock',
  },
];
