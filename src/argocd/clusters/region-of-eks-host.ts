import { awsPartition } from './aws-partition.js';

const HOST = /\.([a-z0-9-]+)\.eks\.(.+)|\.eks-cluster\.([a-z0-9-]+)\.(.+)/;

/**
 * The region of an EKS endpoint: `<id>.gr7.<region>.eks.amazonaws.com`, dual-stack
 * `<id>.eks-cluster.<region>.api.aws`, in each partition; undefined for any other host.
 */
export function regionOfEksHost(host: string): string | undefined {
  const [, single, suffix, dual, dualSuffix] = HOST.exec(host.toLowerCase()) ?? [];
  const region = single ?? dual;
  if (region === undefined) return undefined;
  const partition = awsPartition(region);
  const isRegional = single === undefined ? dualSuffix === partition.dualStackSuffix : suffix === partition.suffix;
  return isRegional ? region : undefined;
}
