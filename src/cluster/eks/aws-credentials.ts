import type { Agent } from 'node:https';
import { GitopsError } from '../../errors.js';
import { proxyFor } from '../access/proxy.js';
import { reasonOf } from '../transport/cause.js';
import { createAgent } from '../transport/http-client-agent.js';

/** Keys of an AWS identity. Kept in memory only. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Where AWS is reached and as whom; all of it the operator's. */
export interface AwsAccess {
  readonly region: string;
  /** Default: the one the environment names. */
  readonly profile?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Environment = AwsAccess['environment'];

/**
 * The keys of the AWS credential chain: environment, shared files and SSO, web identity, container and instance roles.
 *
 * @throws GitopsError CLUSTER_CREDENTIALS_FAILED when the chain finds none
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function awsCredentials({ profile, environment }: AwsAccess, cluster: string): Promise<AwsCredentials> {
  const fromEnvironment = profile === undefined ? keysOf(environment) : undefined;
  if (fromEnvironment) return fromEnvironment;
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  const chosen = profile ?? environment['AWS_PROFILE'];
  try {
    return await defaultProvider(chosen === undefined ? {} : { profile: chosen })();
  } catch (cause) {
    throw failed(cluster, `the AWS credential chain has no credentials: ${reasonOf(cause)}`, cause);
  }
}

/** The keys of a role that these credentials may assume. */
export async function assumeRole(roleArn: string, credentials: AwsCredentials, access: AwsAccess, cluster: string): Promise<AwsCredentials> {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientConfiguration(access, credentials, 'STS'));
  try {
    const { Credentials: given } = await client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'cdk8s-gitops' }));
    if (!given?.AccessKeyId || !given.SecretAccessKey) throw failed(cluster, `STS gave no keys for the role '${roleArn}'`);
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
      ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
    };
  } catch (cause) {
    throw GitopsError.is(cause) ? cause : failed(cluster, `the role '${roleArn}' cannot be assumed: ${reasonOf(cause)}`, cause);
  } finally {
    client.destroy();
  }
}

/** What every AWS client is given: region, keys, the operator's endpoint override and proxy. */
export function clientConfiguration(access: AwsAccess, credentials: AwsCredentials, service: 'STS' | 'EKS') {
  const { region, environment } = access;
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] ?? environment['AWS_ENDPOINT_URL'];
  const agent = agentThroughProxy(`https://${service.toLowerCase()}.${region}.amazonaws.com`, environment);
  return {
    region,
    credentials,
    maxAttempts: 3,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(agent === undefined ? {} : { requestHandler: { httpsAgent: agent } }),
  };
}

function agentThroughProxy(server: string, environment: Environment): Agent | undefined {
  const proxy = proxyFor(server, environment);
  if (proxy === undefined) return undefined;
  // An https server always gets an https agent.
  return createAgent({ server, proxy }, { headers: {} }) as Agent;
}

function keysOf(environment: Environment): AwsCredentials | undefined {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    environment['AWS_ACCESS_KEY_ID'],
    environment['AWS_SECRET_ACCESS_KEY'],
    environment['AWS_SESSION_TOKEN'],
  ];
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } : undefined;
}

function failed(cluster: string, why: string, cause?: unknown): GitopsError {
  return new GitopsError('CLUSTER_CREDENTIALS_FAILED', `cluster '${cluster}' cannot be logged in to: ${why}`, {
    hint: `Log in to AWS (AWS_PROFILE, AWS_ACCESS_KEY_ID, a role of the runner), or say with '--access FILE' how '${cluster}' is reached.`,
    cause,
  });
}
