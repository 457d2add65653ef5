import { createHash } from 'node:crypto';
import { GitopsError } from '../errors.js';
import { withoutCredentials } from '../host/address.js';
import { trimEndOf } from '../host/trim-end-of.js';
import { isRecord } from '../manifest/kube-object.js';
import { anyText } from '../manifest/untyped.js';
import { parseYaml } from '../manifest/yaml.js';
import { elsewhere, httpGet } from './http-get.js';
import type { RegistryAccess } from './registry-access.js';
import { registryFailure, registryInvalid } from './registry-failure.js';

/** One version of a chart, as the index of its repository has it. */
export interface ChartVersion {
  readonly version: string;
  /** SHA-256 in hexadecimal; absent where the repository has none. */
  readonly digest?: string;
  readonly urls: readonly string[];
}

const LARGEST_INDEX = 128 * 1024 * 1024;
const LARGEST_CHART = 64 * 1024 * 1024;

/**
 * The versions of a chart in the `index.yaml` of a Helm repository, in its order.
 *
 * @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID, REGISTRY_NOT_FOUND
 */
export async function chartVersions(
  repoURL: string,
  chart: string,
  access: RegistryAccess,
): Promise<readonly ChartVersion[]> {
  const url = new URL('index.yaml', `${trimEndOf(repoURL, '/')}/`).href;
  const { status, body } = await httpGet(url, {
    access,
    authorization: authorizationOf(access),
    maxBytes: LARGEST_INDEX,
  });
  if (status !== 200) throw registryFailure(url, `the server answered ${status}`, status);
  const [index] = parsed(body.toString('utf8'), url);
  const entries = isRecord(index) && isRecord(index['entries']) ? index['entries'] : undefined;
  if (entries === undefined)
    throw registryInvalid(`'${withoutCredentials(url)}'`, "is not an index of charts: it has no 'entries'");
  const list = Object.hasOwn(entries, chart) ? entries[chart] : undefined;
  if (!Array.isArray(list)) {
    throw new GitopsError(
      'REGISTRY_NOT_FOUND',
      `the repository '${withoutCredentials(repoURL)}' has no chart '${chart}'`,
      {
        hint: 'Correct the name of the chart.',
      },
    );
  }
  return list.filter(isRecord).map(({ version, digest, urls }) => ({
    version: anyText(version),
    ...(typeof digest === 'string' && digest !== '' ? { digest: digest.replace(/^sha256:/, '') } : {}),
    urls: Array.isArray(urls) ? urls.map(String) : [],
  }));
}

/**
 * A packed chart, checked against the digest of the index. Credentials go to the host of the repository only,
 * unless they may be passed on.
 *
 * @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID
 */
export async function downloadChart(
  repoURL: string,
  { version, digest, urls }: ChartVersion,
  access: RegistryAccess,
): Promise<Uint8Array> {
  const [path] = urls;
  if (path === undefined)
    throw registryInvalid(`version '${version}' of '${withoutCredentials(repoURL)}'`, 'has no URL');
  const url = new URL(path, `${trimEndOf(repoURL, '/')}/`).href;
  const isSame = new URL(url).origin === new URL(repoURL).origin;
  const isOwn = isSame || access.passCredentials === true;
  const { status, body } = await httpGet(url, {
    access: isSame ? access : elsewhere(access),
    authorization: isOwn ? authorizationOf(access) : undefined,
    maxBytes: LARGEST_CHART,
  });
  if (status !== 200) throw registryFailure(url, `the server answered ${status}`, status);
  const found = createHash('sha256').update(body).digest('hex');
  if (digest !== undefined && found !== digest.toLowerCase())
    throw registryInvalid(
      `'${withoutCredentials(url)}'`,
      `has the digest '${found}', and its index promises '${digest}'`,
    );
  return body;
}

function authorizationOf({ username, password, bearerToken }: RegistryAccess): string | undefined {
  if (bearerToken !== undefined) return `Bearer ${bearerToken}`;
  if (username === undefined && password === undefined) return undefined;
  return `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`;
}

function parsed(text: string, url: string): readonly unknown[] {
  try {
    return text.startsWith('{') ? [JSON.parse(text)] : parseYaml(text, url);
  } catch {
    throw registryInvalid(`'${withoutCredentials(url)}'`, 'is not YAML');
  }
}
