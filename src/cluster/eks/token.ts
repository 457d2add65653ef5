import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsPartition } from '../../argocd/clusters/aws-partition.js';
import type { AwsCredentials } from './aws-access.js';

export interface EksTokenOptions {
  /** Name of the cluster in EKS, not its ARN. */
  readonly clusterName: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly now: Date;
}

/** The only parameters that the cluster accepts, in the order of the `aws` command. */
const PARAMETERS = [
  'Action',
  'Version',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
] as const;

/**
 * The bearer token for an EKS cluster: a presigned GetCallerIdentity, byte for byte that of
 * `aws eks get-token`. Made without any request; the cluster accepts it for 15 minutes.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
 */
export async function eksToken({ clusterName, region, credentials, now }: EksTokenOptions): Promise<string> {
  const hostname = `sts.${region}.${awsPartition(region).suffix}`;
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const request = {
    method: 'GET',
    protocol: 'https:',
    hostname,
    path: '/',
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers: { host: hostname, 'x-k8s-aws-id': clusterName },
  };
  const signed = await signer.presign(request, {
    expiresIn: 60,
    signingDate: now,
    unhoistableHeaders: new Set(['x-k8s-aws-id']),
  });
  const query = PARAMETERS.flatMap((name) => {
    const value = signed.query?.[name];
    return value === undefined || value === null ? [] : [`${name}=${encodeURIComponent(String(value))}`];
  });
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${query.join('&')}`).toString('base64url')}`;
}
