import type { ClusterSecret } from '../../argocd/cluster-secret.js';
import { GitopsError } from '../../errors.js';
import type { AccessOptions } from '../access/access-options.js';
import type { EksChoice } from '../access/eks-choice.js';
import { proxyFor } from '../access/proxy.js';
import type { Credentials, Endpoint } from '../transport/endpoint.js';
import { type AwsAccess, assumeRole, awsCredentials } from './aws-credentials.js';
import { describeCluster } from './describe-cluster.js';

/** The cluster accepts a token for 15 minutes from its making. */
const TOKEN_MS = 14 * 60_000;

/**
 * The way in to an EKS cluster with the AWS credential chain, without the `aws` command. Address and CA are those pinned in the repository, or asked of AWS where they are missing.
 *
 * @throws GitopsError CLUSTER_ACCESS_INVALID without a region, CLUSTER_WRONG_CLUSTER when AWS knows the name as another cluster, what describeCluster throws
 */
export async function eksEndpoint(
  secret: ClusterSecret,
  { environment }: Pick<AccessOptions, 'environment'>,
  choice: EksChoice = {},
): Promise<Endpoint> {
  const region = choice.region ?? secret.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (!region) throw withoutRegion(secret.name);
  const clusterName = secret.eksName ?? secret.name;
  const roleArn = choice.roleArn ?? secret.roleArn;
  const access: AwsAccess = { region, environment, ...(choice.profile === undefined ? {} : { profile: choice.profile }) };
  const { server, certificateAuthority } = await addressOf(secret, clusterName, access);
  const proxy = proxyFor(server, environment);
  return {
    cluster: secret.name,
    server,
    certificateAuthority,
    via: `AWS credentials${roleArn ? ` as role '${roleArn}'` : ''} for the EKS cluster '${clusterName}' in '${region}'`,
    ...(proxy === undefined ? {} : { proxy }),
    credentials: () => tokenCredentials({ cluster: secret.name, clusterName, roleArn, access }),
  };
}

async function addressOf(
  secret: ClusterSecret,
  clusterName: string,
  access: AwsAccess,
): Promise<{ readonly server: string; readonly certificateAuthority: string }> {
  // Argo CD's managed form registers a cluster by its ARN instead of its address.
  const pinned = secret.server?.startsWith('https://') ? secret.server : undefined;
  if (pinned && secret.caData) return { server: pinned, certificateAuthority: Buffer.from(secret.caData, 'base64').toString('utf8') };
  const described = await describeCluster(clusterName, await awsCredentials(access, secret.name), access);
  if (secret.arn && secret.arn !== described.arn) throw otherCluster(secret, 'ARN', secret.arn, described.arn);
  if (pinned && hostOf(pinned) !== hostOf(described.server)) throw otherCluster(secret, 'address', pinned, described.server);
  return described;
}

async function tokenCredentials(from: {
  cluster: string;
  clusterName: string;
  roleArn: string | undefined;
  access: AwsAccess;
}): Promise<Credentials> {
  const { cluster, clusterName, roleArn, access } = from;
  const { eksToken } = await import('./token.js');
  const own = await awsCredentials(access, cluster);
  const credentials = roleArn ? await assumeRole(roleArn, own, access, cluster) : own;
  const now = new Date();
  const token = await eksToken({ clusterName, region: access.region, credentials, now });
  return {
    headers: { authorization: `Bearer ${token}` },
    expiresAt: Math.min(now.getTime() + TOKEN_MS, credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY),
  };
}

function hostOf(server: string): string {
  return new URL(server).host.toLowerCase();
}

function otherCluster(secret: ClusterSecret, what: string, pinned: string, found: string): GitopsError {
  return new GitopsError('CLUSTER_WRONG_CLUSTER', `cluster '${secret.name}' has the ${what} '${pinned}' in the repository, but AWS says '${found}'`, {
    hint: "Check whose AWS credentials these are ('aws sts get-caller-identity'); if the cluster was made anew, correct it in the repository.",
    data: { pinned, found },
  });
}

function withoutRegion(cluster: string): GitopsError {
  return new GitopsError('CLUSTER_ACCESS_INVALID', `the AWS region of the EKS cluster '${cluster}' is not known`, {
    hint: 'Give the Cluster its region (or ARN), or set AWS_REGION.',
  });
}
