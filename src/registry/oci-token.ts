import { isRecord } from '../manifest/kube-object.js';
import { httpGet } from './http-get.js';
import type { RegistryAccess } from './registry-access.js';
import { registryFailure } from './registry-failure.js';

/** What a registry wants to see. */
export interface Challenge {
  readonly scheme: string;
  readonly realm?: string;
  readonly service?: string;
  readonly scope?: string;
}

const LARGEST_TOKEN = 1024 * 1024;

/**
 * The `Authorization` for a registry that asked for it; undefined when there is none to give. A token is had
 * from where the registry says, over HTTPS unless the registry itself is not.
 *
 * @throws GitopsError REGISTRY_FAILED
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export async function authorize(
  { scheme, realm, service, scope }: Challenge,
  { host, repository, access }: { readonly host: string; readonly repository: string; readonly access: RegistryAccess },
): Promise<string | undefined> {
  const { username, password, insecureOCIForceHttp } = access;
  const basic =
    username === undefined && password === undefined
      ? undefined
      : `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`;
  if (scheme === 'basic') return basic;
  if (scheme !== 'bearer' || realm === undefined || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  const isSafe =
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && insecureOCIForceHttp === true && url.hostname === new URL(`http://${host}`).hostname);
  if (!isSafe) throw registryFailure(`https://${host}`, `it sends for a token to '${url.origin}', which is not safe`);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope ?? `repository:${repository}:pull`);
  const { status, body } = await httpGet(url.href, { access, authorization: basic, maxBytes: LARGEST_TOKEN });
  if (status !== 200) throw registryFailure(url.href, `no token is given: the server answered ${status}`, status);
  const token = tokenIn(body.toString('utf8'));
  return token === undefined ? undefined : `Bearer ${token}`;
}

function tokenIn(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const token = isRecord(answer) ? (answer['token'] ?? answer['access_token']) : undefined;
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}
