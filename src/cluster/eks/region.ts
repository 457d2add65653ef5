import type { AwsAccess } from './aws-access.js';
import { credentialSource } from './credential-source.js';

/** The region that the environment names, or the profile; undefined when neither does. */
export async function awsRegion(access: Pick<AwsAccess, 'profile' | 'environment'>): Promise<string | undefined> {
  const { environment } = access;
  const named = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
  if (named) return named;
  const { STSClient } = await import('@aws-sdk/client-sts');
  const profile = credentialSource(access).profile ?? environment['AWS_PROFILE'];
  const client = new STSClient(profile ? { profile } : {});
  try {
    return await client.config.region();
  } catch {
    return undefined; // `Region is missing`: no file names one.
  } finally {
    client.destroy();
  }
}
