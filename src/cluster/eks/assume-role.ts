import { GitopsError } from '../../errors.js';
import type { AwsAccess, AwsCredentials } from './aws-access.js';
import { clientConfiguration } from './client-configuration.js';
import { credentialSource } from './credential-source.js';
import { explainAwsFailure } from './explain-aws-failure.js';

/**
 * The keys of a role that these credentials may assume.
 *
 * @throws GitopsError CLUSTER_CREDENTIALS_FAILED, CLUSTER_UNREACHABLE, CLUSTER_THROTTLED
 */
export async function assumeRole(
  roleArn: string,
  credentials: AwsCredentials,
  access: AwsAccess,
): Promise<AwsCredentials> {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientConfiguration(access, credentials, 'STS'));
  const source = credentialSource(access);
  const what = `the role '${roleArn}' cannot be assumed with the credentials of ${source.words}`;
  const ifDenied = `Let the trust policy of '${roleArn}' name who asks, and allow it 'sts:AssumeRole' (with Pod Identity 'sts:TagSession', too); or correct the roleArn of the Cluster.`;
  try {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'cdk8s-gitops' }),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey)
      throw new GitopsError('CLUSTER_CREDENTIALS_FAILED', `${what}: STS gave no keys`, {
        hint: "Check 'AWS_ENDPOINT_URL_STS': this may be no STS.",
      });
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  } catch (cause) {
    throw GitopsError.is(cause) && cause.message.startsWith(what)
      ? cause
      : explainAwsFailure(cause, { service: 'STS', region: access.region, source, what, ifDenied });
  } finally {
    client.destroy();
  }
}
