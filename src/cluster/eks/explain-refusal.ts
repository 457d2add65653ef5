import { awsPartition } from '../../argocd/clusters/aws-partition.js';
import { parseEksArn } from '../../argocd/clusters/cluster-secret.js';
import { GitopsError } from '../../errors.js';
import type { CallerIdentity } from './caller-identity.js';
import { principalArn } from './principal-arn.js';

/** The EKS cluster that did not accept a token. */
export interface RefusingCluster {
  /** Name of the Cluster in the repository. */
  readonly cluster: string;
  /** Name in EKS. */
  readonly clusterName: string;
  readonly region: string;
  readonly arn?: string;
  /** The role that was assumed for the token. */
  readonly roleArn?: string;
}

/**
 * Why an EKS cluster answers 401 to somebody whom STS knows: the clock, another account, or no access entry.
 * Pure.
 */
export function explainRefusal(target: RefusingCluster, identity: CallerIdentity): GitopsError {
  const { cluster, clusterName, region, arn } = target;
  const minutes = Math.round(Math.abs(identity.clockOffsetMs) / 60_000);
  if (minutes > 0)
    return new GitopsError(
      'CLUSTER_CREDENTIALS_FAILED',
      `the clock of this machine is ${minutes} minutes ${identity.clockOffsetMs > 0 ? 'behind' : 'ahead of'} that of AWS: EKS refuses the token`,
      { hint: 'Set the clock.' },
    );
  const account = arn === undefined ? undefined : parseEksArn(arn)?.account;
  const isStranger = account !== undefined && account !== identity.account;
  const other = isStranger ? `, who is of the account '${identity.account}'; the cluster is of '${account}'` : '';
  return new GitopsError('CLUSTER_UNAUTHORIZED', `cluster '${cluster}' does not let in '${identity.arn}'${other}`, {
    hint: `${isStranger ? "Check whose AWS credentials these are ('aws sts get-caller-identity'), and the roleArn of the Cluster. If they are right: " : ''}${accessEntry(
      { clusterName, region },
      target.roleArn ?? principalArn(identity.arn),
    )}`,
    data: { status: 401, principal: identity.arn },
  });
}

function accessEntry(
  { clusterName, region }: Pick<RefusingCluster, 'clusterName' | 'region'>,
  principal: string,
): string {
  const of = `--cluster-name ${clusterName} --region ${region} --principal-arn ${principal}`;
  const policy = `arn:${awsPartition(region).name}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  return `Give it an access entry: 'aws eks create-access-entry ${of}', and rights: 'aws eks associate-access-policy ${of} --access-scope type=cluster --policy-arn ${policy}' (or one with fewer rights).`;
}
