import { principalArn } from './principal-arn.js';

/**
 * What helps an IAM identity that an EKS cluster lets in and that RBAC forbids something. Undefined when the
 * API server does not say who it is by an ARN. Pure.
 */
export function forbiddenHint(
  message: string,
  { clusterName, region }: { readonly clusterName: string; readonly region: string },
): string | undefined {
  const user = /User "(arn:[^"]+)"/.exec(message)?.[1];
  if (user === undefined) return undefined;
  return `Bind a Role or ClusterRole to its groups or user, or widen its access entry: 'aws eks associate-access-policy --cluster-name ${clusterName} --region ${region} --principal-arn ${principalArn(user)} …'; 'aws eks list-associated-access-policies' shows what it has.`;
}
