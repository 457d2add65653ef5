import type { AwsAccess, AwsCredentials } from './aws-access.js';
import { clientConfiguration } from './client-configuration.js';
import { credentialSource } from './credential-source.js';
import { explainAwsFailure } from './explain-aws-failure.js';

/** Who credentials are, as STS says. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  /** By how much the clock of AWS is ahead of ours, in milliseconds; 0 when that is within its tolerance. */
  readonly clockOffsetMs: number;
}

/** @throws GitopsError CLUSTER_CREDENTIALS_FAILED when STS does not accept them, CLUSTER_UNREACHABLE */
export async function callerIdentity(
  credentials: AwsCredentials,
  access: AwsAccess,
  what?: string,
): Promise<CallerIdentity> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientConfiguration(access, credentials, 'STS'));
  try {
    const { Account: account = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account, arn, clockOffsetMs: client.config.systemClockOffset };
  } catch (cause) {
    const source = credentialSource(access);
    throw explainAwsFailure(cause, {
      service: 'STS',
      region: access.region,
      source,
      what,
    });
  } finally {
    client.destroy();
  }
}
