import { awsPartition } from '../../src/argocd/clusters/aws-partition.js';
import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { startAwsProxy } from '../helpers/aws/aws-proxy.js';
import { type EksFront, startEksFront } from '../helpers/aws/eks-front.js';
import { type FakeAws, startFakeAws } from '../helpers/aws/fake-aws.js';
import { testCluster } from '../helpers/cluster.js';
import { ACCOUNT, CI, keysOf, LOGINS, later, role, SSO_SESSION, withSso } from './eks-logins.js';
import { eksRepository, ssoCache } from './eks-repository.js';

// The command as it is shipped, against a real API server that lets in whom (this) STS vouches for.

let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await testCluster();
}, 900_000);

const [REGION, NAME] = ['eu-west-1', 'prod-eu'];
const ADMINS = { groups: ['system:masters'] };

const told = (aws: FakeAws): readonly string[] => aws.requests.map(({ service, action }) => `${service} ${action}`);
const leaks = (aws: FakeAws, text: string): readonly string[] => [...aws.secrets].filter((one) => text.includes(one));

async function start(
  region = REGION,
): Promise<{ readonly aws: FakeAws; readonly front: EksFront; readonly arn: string } & AsyncDisposable> {
  const aws = await startFakeAws();
  const front = await startEksFront({ aws, cluster, clusterName: NAME, region });
  const arn = `arn:${awsPartition(region).name}:eks:${region}:${ACCOUNT}:cluster/${NAME}`;
  return {
    aws,
    front,
    arn,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await aws[Symbol.asyncDispose]();
    },
  };
}

describe('gitops logs in to EKS by', () => {
  test.each(LOGINS)(
    '$case',
    async ({ prepare, principal, asked, roleArn, access }) => {
      await using started = await start();
      const { aws, front, arn } = started;
      front.entries.set(principal, ADMINS);
      const pinned = {
        name: 'prod',
        server: front.server,
        caData: front.certificateAuthority,
        arn,
        region: REGION,
        eksName: NAME,
      };
      using repository = eksRepository([{ ...pinned, ...(roleArn === undefined ? {} : { roleArn }) }]);
      const environment = { AWS_ENDPOINT_URL: aws.url, ...prepare(aws, repository) };
      const options = access === undefined ? [] : ['--access', repository.writeHome({ 'access.yaml': access })];

      const sync = await repository.gitops('sync', environment, ...options);
      expect(sync).toMatchObject({ code: 0, err: expect.not.stringMatching(/warn|error/i) });
      const login = told(aws).slice(0, told(aws).indexOf('sts GetCallerIdentity'));
      expect(login).toEqual(asked);

      expect(front.seen.filter(({ refused }) => refused !== undefined)).toEqual([]);
      expect(leaks(aws, sync.out + sync.err)).toEqual([]);
    },
    180_000,
  );
});

// All verbs connect by the same code: one login shows that those which only read have it too.
test('verbs that only read log in as sync does', async () => {
  await using started = await start();
  const { aws, front, arn } = started;
  front.entries.set(role('AWSReservedSSO_Deploy_0123'), ADMINS);
  using repository = eksRepository([
    { name: 'prod', server: front.server, caData: front.certificateAuthority, arn, region: REGION, eksName: NAME },
  ]);
  const token = { accessToken: withSso(aws), expiresAt: later(), region: 'eu-central-1' };
  repository.writeHome({ '.aws/config': SSO_SESSION, ...ssoCache('corp', token) });
  const environment = { AWS_ENDPOINT_URL: aws.url, AWS_PROFILE: 'deploy' };
  expect(await repository.gitops('sync', environment)).toMatchObject({ code: 0 });

  const diff = await repository.gitops('diff', environment);
  expect(diff).toMatchObject({ code: 0 });
  const status = await repository.gitops('status', environment);
  expect(status).toMatchObject({ code: 0, out: expect.stringContaining('shop-prod'), err: '' });

  expect(front.seen.filter(({ refused }) => refused !== undefined)).toEqual([]);
  expect(leaks(aws, diff.out + diff.err + status.out)).toEqual([]);
});

describe('address and CA', () => {
  test.each([
    { case: 'a Cluster without CA', part: (front: EksFront) => ({ server: front.server }) },
    {
      case: 'a Cluster by its ARN, as the Argo CD of EKS has it',
      part: (_: EksFront, arn: string) => ({ server: arn }),
    },
  ])(
    'are asked of EKS: $case',
    async ({ part }) => {
      await using started = await start();
      const { aws, front, arn } = started;
      front.entries.set(CI, ADMINS);
      aws.clusters.set(NAME, { arn, endpoint: front.server, certificateAuthority: front.certificateAuthority });
      using repository = eksRepository([{ name: 'prod', ...part(front, arn), arn, region: REGION, eksName: NAME }]);
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = keysOf(aws.issue(CI));

      const sync = await repository.gitops('sync', {
        AWS_ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_ENDPOINT_URL_STS: aws.url,
        AWS_ENDPOINT_URL_EKS: aws.url,
      });

      expect(sync).toMatchObject({ code: 0 });
      expect(told(aws)[0]).toBe('eks DescribeCluster');
    },
    180_000,
  );
});

// Through a proxy, so that the host names are AWS's own.
describe('regions and partitions', () => {
  test.each([
    { region: 'us-east-1', sts: 'sts.us-east-1.amazonaws.com', eks: 'eks.us-east-1.amazonaws.com' },
    { region: 'eu-west-1', sts: 'sts.eu-west-1.amazonaws.com', eks: 'eks.eu-west-1.amazonaws.com' },
    { region: 'us-gov-west-1', sts: 'sts.us-gov-west-1.amazonaws.com', eks: 'eks.us-gov-west-1.amazonaws.com' },
    { region: 'cn-north-1', sts: 'sts.cn-north-1.amazonaws.com.cn', eks: 'eks.cn-north-1.amazonaws.com.cn' },
  ])(
    'in $region: web identity, role, DescribeCluster and token by $sts and $eks',
    async ({ region, sts, eks }) => {
      await using started = await start(region);
      const { aws, front, arn } = started;
      await using proxy = await startAwsProxy(aws);
      const partition = awsPartition(region).name;
      const [irsa, deploy] = [
        `arn:${partition}:iam::${ACCOUNT}:role/irsa`,
        `arn:${partition}:iam::${ACCOUNT}:role/deploy`,
      ];
      front.entries.set(deploy, ADMINS);
      aws.clusters.set(NAME, { arn, endpoint: front.server, certificateAuthority: front.certificateAuthority });
      aws.webIdentities.set('eyJ.web-identity', irsa);
      aws.trust.set(deploy, [irsa]);
      using repository = eksRepository([{ name: 'prod', server: arn, arn, region, eksName: NAME, roleArn: deploy }]);

      const sync = await repository.gitops('sync', {
        AWS_WEB_IDENTITY_TOKEN_FILE: repository.writeHome({ token: 'eyJ.web-identity' }),
        AWS_ROLE_ARN: irsa,
        HTTPS_PROXY: proxy.url,
        AWS_CA_BUNDLE: repository.writeHome({ 'ca.pem': proxy.certificateAuthority }),
      });

      expect(sync).toMatchObject({ code: 0 });
      expect([...new Set(proxy.tunnels)].sort()).toEqual([`${eks}:443`, `${sts}:443`]);
    },
    180_000,
  );

  test('the region of SSO is that of its session, whatever the region of the cluster', async () => {
    await using started = await start();
    const { aws, front, arn } = started;
    await using proxy = await startAwsProxy(aws);
    front.entries.set(role('AWSReservedSSO_Deploy_0123'), ADMINS);
    using repository = eksRepository([
      { name: 'prod', server: front.server, caData: front.certificateAuthority, arn, region: REGION, eksName: NAME },
    ]);
    aws.refreshTokens.set('refresh', withSso(aws));
    const token = {
      accessToken: 'old',
      expiresAt: '2026-01-01T00:00:00Z',
      refreshToken: 'refresh',
      clientId: 'c',
      clientSecret: 's',
    };
    repository.writeHome({
      '.aws/config': SSO_SESSION,
      ...ssoCache('corp', { ...token, registrationExpiresAt: later() }),
    });

    const status = await repository.gitops('status', {
      AWS_PROFILE: 'deploy',
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: repository.writeHome({ 'ca.pem': proxy.certificateAuthority }),
    });

    expect(status).toMatchObject({ err: '' });
    expect(proxy.tunnels).toEqual(['oidc.eu-central-1.amazonaws.com:443', 'portal.sso.eu-central-1.amazonaws.com:443']);
  });
});
