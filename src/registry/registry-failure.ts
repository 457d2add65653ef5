import { GitopsError } from '../errors.js';
import { withoutCredentials } from '../host/address.js';

const CREDENTIALS =
  "Give credentials in a file with --repositories, as Argo CD's repository Secrets have them; for an OCI registry docker login does too.";

/**
 * A server that cannot be reached or says no. The URL is shown without its query, which may hold a signature.
 */
export function registryFailure(url: string, why: string, status?: number): GitopsError {
  return new GitopsError(
    'REGISTRY_FAILED',
    `'${withoutCredentials(url).replace(/\?.*$/s, '')}' cannot be read: ${why}`,
    {
      hint: status === 401 || status === 403 ? CREDENTIALS : 'Check the URL and the way to the server.',
      ...(status === undefined ? {} : { data: { status } }),
    },
  );
}

/** Something that is not what it should be; nothing of it is used. */
export function registryInvalid(what: string, why: string): GitopsError {
  return new GitopsError('REGISTRY_INVALID', `${what} ${why}`, {
    hint: 'Ask the owner of the registry; nothing of it was used.',
  });
}
