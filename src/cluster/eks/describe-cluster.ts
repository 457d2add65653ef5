import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { reasonOf } from '../transport/cause.js';
import { type AwsAccess, type AwsCredentials, clientConfiguration } from './aws-credentials.js';

/** Address and certificate authority of an EKS cluster, as AWS tells them. */
export interface EksCluster {
  readonly arn: string;
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

/**
 * @throws GitopsError CLUSTER_NOT_FOUND, CLUSTER_FORBIDDEN (needs `eks:DescribeCluster`), CLUSTER_UNREACHABLE
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html
 */
export async function describeCluster(name: string, credentials: AwsCredentials, access: AwsAccess): Promise<EksCluster> {
  const { DescribeClusterCommand, EKSClient } = await import('@aws-sdk/client-eks');
  const client = new EKSClient(clientConfiguration(access, credentials, 'EKS'));
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name }));
    const [arn, server, data] = [cluster?.arn, cluster?.endpoint, cluster?.certificateAuthority?.data];
    if (!arn || !server || !data) {
      throw new GitopsError(
        'CLUSTER_UNREACHABLE',
        `the EKS cluster '${name}' in '${access.region}' has no address yet (status '${cluster?.status}')`,
        {
          hint: 'Wait until it is ACTIVE.',
        },
      );
    }
    return { arn, server, certificateAuthority: Buffer.from(data, 'base64').toString('utf8') };
  } catch (cause) {
    throw GitopsError.is(cause) ? cause : describeError(name, access.region, cause);
  } finally {
    client.destroy();
  }
}

function describeError(name: string, region: string, cause: unknown): GitopsError {
  const [kind, message] = [isRecord(cause) ? String(cause['name']) : '', reasonOf(cause)];
  if (kind === 'ResourceNotFoundException') {
    return new GitopsError('CLUSTER_NOT_FOUND', `there is no EKS cluster '${name}' in '${region}'`, {
      hint: "Check name, region and account of the Cluster, and whose credentials these are ('aws sts get-caller-identity').",
      cause,
    });
  }
  const isForbidden = /AccessDenied|UnrecognizedClient|InvalidClientToken|ExpiredToken/.test(kind);
  return new GitopsError(
    isForbidden ? 'CLUSTER_FORBIDDEN' : 'CLUSTER_UNREACHABLE',
    `the EKS cluster '${name}' in '${region}' cannot be described: ${message || kind}`,
    {
      hint: isForbidden
        ? "Allow 'eks:DescribeCluster', or give the Cluster its endpoint and CA."
        : 'Check the network and proxy to AWS, or give the Cluster its endpoint and CA.',
      cause,
    },
  );
}
