import { GitopsError } from '../../errors.js';
import type { AwsAccess, AwsCredentials } from './aws-access.js';
import { networkConfiguration } from './client-configuration.js';
import { credentialSource } from './credential-source.js';
import { explainAwsFailure } from './explain-aws-failure.js';

/**
 * As long as clusters are opened one after the other: one login, one run of a credential process. A renewal
 * comes much later and asks again.
 */
const SHARED_MS = 60_000;

interface Shared {
  readonly credentials: Promise<AwsCredentials>;
  readonly until: number;
}

const shared = new WeakMap<AwsAccess['environment'], Map<string, Shared>>();

/**
 * The keys of the AWS credential chain: environment, shared files and SSO, web identity, container and
 * instance roles. A profile that is named is the only source that is asked: no other identity takes its
 * place. Asked once for all clusters.
 *
 * @throws GitopsError CLUSTER_CREDENTIALS_FAILED, CLUSTER_UNREACHABLE, CLUSTER_ACCESS_INVALID; one for all
 * clusters
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function awsCredentials(access: AwsAccess): Promise<AwsCredentials> {
  const { environment, profile, region } = access;
  const known = shared.get(environment) ?? new Map<string, Shared>();
  shared.set(environment, known);
  const key = JSON.stringify([profile, region]);
  const last = known.get(key);
  if (last !== undefined && Date.now() < last.until) return last.credentials;
  const credentials = fetchCredentials(access);
  known.set(key, { credentials, until: Date.now() + SHARED_MS });
  return credentials;
}

async function fetchCredentials(access: AwsAccess): Promise<AwsCredentials> {
  const { environment, region } = access;
  const source = credentialSource(access);
  if (source.kind === 'keys') return keysOf(environment);
  const network = networkConfiguration(environment);
  // For roles that the chain assumes. SSO has a region of its own.
  const init = { clientConfig: network, parentClientConfig: { region, ...network }, ...metadataService(environment) };
  try {
    if (source.profile === undefined) {
      const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
      return await defaultProvider(init)();
    }
    const { fromIni } = await import('@aws-sdk/credential-provider-ini');
    return await fromIni({ ...init, profile: source.profile })();
  } catch (cause) {
    throw explainAwsFailure(cause, { service: 'STS', region, source });
  }
}

/** The `aws` command's settings for patience with instance and container metadata. */
function metadataService(environment: AwsAccess['environment']): {
  readonly timeout?: number;
  readonly maxRetries?: number;
} {
  const seconds = Number(environment['AWS_METADATA_SERVICE_TIMEOUT']);
  const attempts = Number(environment['AWS_METADATA_SERVICE_NUM_ATTEMPTS']);
  return { ...(seconds > 0 ? { timeout: seconds * 1000 } : {}), ...(attempts > 0 ? { maxRetries: attempts - 1 } : {}) };
}

function keysOf(environment: AwsAccess['environment']): AwsCredentials {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  throw new GitopsError(
    'CLUSTER_CREDENTIALS_FAILED',
    "'AWS_ACCESS_KEY_ID' is set, but 'AWS_SECRET_ACCESS_KEY' is not",
    {
      hint: "Set both, and 'AWS_SESSION_TOKEN' for temporary keys; or unset 'AWS_ACCESS_KEY_ID'.",
    },
  );
}
