import type { GitopsError } from '../../errors.js';
import { repositoryIdentity } from '../../host/address.js';

const CODES: readonly string[] = ['GIT_REMOTE_FAILED', 'REGISTRY_FAILED'];
const FAILED = /'([^']+)' cannot be read: (.+)$/s;
/**
 * What Node, curl in git, and ssh say of a server that no request comes to. A server that answers is another.
 */
const NETWORK =
  /\b(EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b|did not answer within|could not resolve host|failed to connect|couldn't connect|connection (refused|reset|timed out)|no route to host|network is unreachable/i;

/**
 * The host that a source could not be fetched from because it cannot be reached; undefined when it answered,
 * or the problem is another one. Pure.
 */
export function unreachableHost({ code, message }: Pick<GitopsError, 'code' | 'message'>): string | undefined {
  const [, url = '', why = ''] = (CODES.includes(code) && FAILED.exec(message)) || [];
  const { host } = URL.canParse(url) ? new URL(url) : { host: repositoryIdentity(url).split('/')[0] };
  return host && NETWORK.test(why) ? host : undefined;
}
