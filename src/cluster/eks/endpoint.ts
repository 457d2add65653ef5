import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { GitopsError } from '../../errors.js';
import type { AccessOptions } from '../access/access-options.js';
import type { EksChoice } from '../access/access-shape.js';
import { proxyFor } from '../access/proxy.js';
import type { Credentials, Endpoint } from '../transport/endpoint.js';
import { assumeRole } from './assume-role.js';
import type { AwsAccess, AwsCredentials } from './aws-access.js';
import { awsCredentials } from './aws-credentials.js';
import { callerIdentity } from './caller-identity.js';
import { describeCluster } from './describe-cluster.js';
import { explainRefusal } from './explain-refusal.js';
import { forbiddenHint } from './forbidden-hint.js';
import { awsRegion } from './region.js';

/** The cluster accepts a token for 15 minutes from its making. */
const TOKEN_MS = 14 * 60_000;

interface Login {
  readonly cluster: string;
  readonly clusterName: string;
  readonly arn: string | undefined;
  readonly roleArn: string | undefined;
  readonly access: AwsAccess;
}

/**
 * The way in to an EKS cluster with the AWS credential chain, without the `aws` command. Address and CA are
 * those pinned in the repository, or asked of AWS where they are missing.
 *
 * @throws GitopsError CLUSTER_ACCESS_INVALID without a region, CLUSTER_WRONG_CLUSTER when AWS knows the name
 * as another cluster, what describeCluster throws
 */
export async function eksEndpoint(
  secret: ClusterSecret,
  { environment }: Pick<AccessOptions, 'environment'>,
  choice: EksChoice = {},
): Promise<Endpoint> {
  const profile = choice.profile === undefined ? {} : { profile: choice.profile };
  const region = choice.region ?? secret.region ?? (await awsRegion({ ...profile, environment }));
  if (!region) throw withoutRegion(secret.name);
  const clusterName = secret.eksName ?? secret.name;
  const roleArn = choice.roleArn ?? secret.roleArn;
  const access: AwsAccess = { region, environment, ...profile };
  const login: Login = { cluster: secret.name, clusterName, arn: secret.arn, roleArn, access };
  const { server, certificateAuthority } = await addressOf(secret, clusterName, access);
  const proxy = proxyFor(server, environment);
  return {
    cluster: secret.name,
    server,
    certificateAuthority,
    via: `AWS credentials${roleArn ? ` as role '${roleArn}'` : ''} for the EKS cluster '${clusterName}' in '${region}'`,
    proxy,
    credentials: () => tokenCredentials(login),
    explainUnauthorized: () => explainUnauthorized(login),
    hints: {
      forbidden: (message) => forbiddenHint(message, { clusterName, region }),
      unreachable:
        "If the cluster's endpoint is private, run this where its VPC is reached (VPN, bastion, a runner in the VPC).",
    },
  };
}

async function addressOf(
  secret: ClusterSecret,
  clusterName: string,
  access: AwsAccess,
): Promise<{ readonly server: string; readonly certificateAuthority: string }> {
  // Argo CD's managed form registers a cluster by its ARN instead of its address.
  const pinned = secret.server?.startsWith('https://') ? secret.server : undefined;
  if (pinned && secret.caData)
    return { server: pinned, certificateAuthority: Buffer.from(secret.caData, 'base64').toString('utf8') };
  const asked = { name: clusterName, arn: secret.arn };
  const described = await describeCluster(asked, await awsCredentials(access), access);
  if (secret.arn && secret.arn !== described.arn) throw otherCluster(secret, 'ARN', secret.arn, described.arn);
  if (pinned && hostOf(pinned) !== hostOf(described.server))
    throw otherCluster(secret, 'address', pinned, described.server);
  return described;
}

async function keysOf({ roleArn, access }: Login): Promise<AwsCredentials> {
  const own = await awsCredentials(access);
  return roleArn ? assumeRole(roleArn, own, access) : own;
}

async function tokenCredentials(login: Login): Promise<Credentials> {
  const { eksToken } = await import('./token.js');
  const credentials = await keysOf(login);
  const now = new Date();
  const token = await eksToken({ clusterName: login.clusterName, region: login.access.region, credentials, now });
  return {
    headers: { authorization: `Bearer ${token}` },
    expiresAt: Math.min(now.getTime() + TOKEN_MS, credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY),
  };
}

/**
 * Asks STS what the cluster asks it. Undefined when STS does not answer: then the cluster's own words must
 * do.
 */
async function explainUnauthorized(login: Login): Promise<GitopsError | undefined> {
  const { roleArn, arn, cluster, clusterName, access } = login;
  try {
    const identity = await callerIdentity(await keysOf(login), access);
    const optional = { arn, roleArn };
    return explainRefusal({ cluster, clusterName, region: access.region, ...optional }, identity);
  } catch (error) {
    return GitopsError.is(error) && error.code === 'CLUSTER_CREDENTIALS_FAILED' ? error : undefined;
  }
}

function hostOf(server: string): string {
  return new URL(server).host.toLowerCase();
}

function otherCluster(secret: ClusterSecret, what: string, pinned: string, found: string): GitopsError {
  return new GitopsError(
    'CLUSTER_WRONG_CLUSTER',
    `cluster '${secret.name}' has the ${what} '${pinned}' in the repository, but AWS says '${found}'`,
    {
      hint: "Check whose AWS credentials these are ('aws sts get-caller-identity'); if the cluster was recreated, correct it in the repository.",
      data: { pinned, found },
    },
  );
}

function withoutRegion(cluster: string): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', `the AWS region of the EKS cluster '${cluster}' is not known`, {
    hint: "Give the Cluster its region (or ARN), set 'AWS_REGION', or 'region' of the AWS profile.",
  });
}
