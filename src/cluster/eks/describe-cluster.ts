import { parseEksArn } from '../../argocd/clusters/cluster-secret.js';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { AwsAccess, AwsCredentials } from './aws-access.js';
import { callerIdentity } from './caller-identity.js';
import { clientConfiguration } from './client-configuration.js';
import { credentialSource } from './credential-source.js';
import { explainAwsFailure } from './explain-aws-failure.js';

/** Address and certificate authority of an EKS cluster, as AWS reports them. */
export interface EksCluster {
  readonly arn: string;
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

export interface DescribeOptions {
  /** Name in EKS. */
  readonly name: string;
  /** The ARN that the repository has for it. */
  readonly arn?: string;
}

/**
 * @throws GitopsError CLUSTER_NOT_FOUND, CLUSTER_FORBIDDEN (needs `eks:DescribeCluster`),
 * CLUSTER_CREDENTIALS_FAILED, CLUSTER_UNREACHABLE
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html
 */
export async function describeCluster(
  { name, arn: pinned }: DescribeOptions,
  credentials: AwsCredentials,
  access: AwsAccess,
): Promise<EksCluster> {
  const { DescribeClusterCommand, EKSClient } = await import('@aws-sdk/client-eks');
  const client = new EKSClient(clientConfiguration(access, credentials, 'EKS'));
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name }));
    const arn = cluster?.arn;
    const server = cluster?.endpoint;
    const data = cluster?.certificateAuthority?.data;
    if (!arn || !server || !data) throw withoutAddress(name, access.region, cluster?.status);
    return { arn, server, certificateAuthority: Buffer.from(data, 'base64').toString('utf8') };
  } catch (cause) {
    if (GitopsError.is(cause) && cause.data?.['status'] !== undefined) throw cause;
    if (isRecord(cause) && cause['name'] === 'ResourceNotFoundException')
      throw await notFound({ name, pinned, cause }, credentials, access);
    throw explainAwsFailure(cause, {
      service: 'EKS',
      region: access.region,
      source: credentialSource(access),
      what: `the EKS cluster '${name}' in '${access.region}' cannot be described`,
      ifDenied: "Allow 'eks:DescribeCluster', or give the Cluster its endpoint and CA.",
    });
  } finally {
    client.destroy();
  }
}

function withoutAddress(name: string, region: string, status = 'unknown'): GitopsError {
  return new GitopsError(
    'CLUSTER_UNREACHABLE',
    `the EKS cluster '${name}' in '${region}' has no address yet (status '${status}')`,
    {
      hint: 'Wait until it is ACTIVE.',
      data: { status },
    },
  );
}

/** In which account it is not. */
async function notFound(
  { name, pinned, cause }: { readonly name: string; readonly pinned: string | undefined; readonly cause: unknown },
  credentials: AwsCredentials,
  access: AwsAccess,
): Promise<GitopsError> {
  const account = await callerIdentity(credentials, access).then(
    (caller) => caller.account,
    () => undefined, // What STS says of it is not what was asked.
  );
  const expected = pinned === undefined ? undefined : parseEksArn(pinned)?.account;
  const where = account === undefined ? '' : ` of the account '${account}'`;
  const other =
    account !== undefined && expected !== undefined && expected !== account
      ? `; the repository has it in '${expected}'`
      : '';
  return new GitopsError(
    'CLUSTER_NOT_FOUND',
    `there is no EKS cluster '${name}' in '${access.region}'${where}${other}`,
    {
      hint: "Check name, region and account of the Cluster, and whose credentials these are ('aws sts get-caller-identity').",
      cause,
    },
  );
}
