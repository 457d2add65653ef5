/**
 * The principal of an access entry for an identity: of a session its role, otherwise the identity itself. As
 * a word for a shell, because a session does not have the path of its role. Pure.
 *
 * @param arn what STS says, such as `arn:aws:sts::111122223333:assumed-role/deploy/session`
 */
export function principalArn(arn: string): string {
  const [, partition, account, role] = /^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return arn;
  // Roles of IAM Identity Center have a path that names its region.
  return role.startsWith('AWSReservedSSO_')
    ? `$(aws iam get-role --role-name ${role} --query Role.Arn --output text)`
    : `arn:${partition}:iam::${account}:role/${role}`;
}
