import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { GitopsError } from '../../errors.js';
import { proxyFor } from '../access/proxy.js';
import { reasonOf } from '../transport/cause.js';
import { throughProxy } from '../transport/through-proxy.js';
import type { AwsAccess, AwsCredentials } from './aws-access.js';

const CONNECT_MS = 5_000;
const ANSWER_MS = 20_000;
const ATTEMPTS = 2;

/** What an AWS client is given: region, keys, the operator's endpoint and proxy, and an end to waiting. */
export function clientConfiguration(access: AwsAccess, credentials: AwsCredentials, service: 'STS' | 'EKS') {
  const { region, environment } = access;
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL'];
  return { region, credentials, ...networkConfiguration(environment), ...(endpoint ? { endpoint } : {}) };
}

/**
 * The part that clients of every service and region share: those that the credential chain makes for itself,
 * too.
 */
export function networkConfiguration(environment: AwsAccess['environment']) {
  return {
    maxAttempts: ATTEMPTS,
    requestHandler: {
      httpsAgent: agentOf(environment),
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    },
  };
}

/**
 * Asks for each host whether there is a proxy for it: the services of one login are not all in one region,
 * and some have an endpoint in the VPC.
 */
function agentOf(environment: AwsAccess['environment']): Agent {
  const agent = new Agent({ keepAlive: true, ...authorities(environment['AWS_CA_BUNDLE']) });
  return throughProxy(agent, ({ host, port }) =>
    proxyFor(`https://${host.includes(':') ? `[${host}]` : host}:${port}`, environment),
  );
}

function authorities(bundle: string | undefined): { readonly ca?: Buffer } {
  if (!bundle) return {};
  try {
    return { ca: readFileSync(bundle) };
  } catch (cause) {
    throw new GitopsError(
      'CLUSTER_ACCESS_INVALID',
      `the file '${bundle}' of AWS_CA_BUNDLE cannot be read: ${reasonOf(cause)}`,
      {
        hint: "Correct 'AWS_CA_BUNDLE', or unset it.",
        cause,
      },
    );
  }
}
