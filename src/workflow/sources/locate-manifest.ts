import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { credentialsOf } from '../../host/address.js';
import { httpGet } from '../../registry/http-get.js';
import type { LocatedManifest } from '../../render/kustomize/remote-bases.js';
import type { LocateContext } from './locate-git.js';

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * A plain file at a URL, as kustomize gets it: with what the URL itself says and no other credentials.
 * Offline it is what it was the last time.
 *
 * @throws GitopsError REGISTRY_FAILED, REGISTRY_INVALID for one of more than 16 MiB, WORKFLOW_OFFLINE
 */
export async function locateManifest(
  url: string,
  { cache, options, onNotice }: LocateContext,
): Promise<LocatedManifest> {
  const { environment, timeoutMs } = options;
  const access = {
    environment,
    timeoutMs,
  };
  const { url: bare } = credentialsOf(url);
  const shown = bare.replace(/\?.*$/s, '');
  // A query may hold a signature. Its digest distinguishes answers.
  const query = shown === bare ? '' : createHash('sha256').update(bare).digest('hex').slice(0, 12);
  const { text, isOld } = await cache.floating(['the manifest', shown, query], async () => {
    const { status, body } = await httpGet(url, { access, maxBytes: MOST_BYTES });
    const found = isUtf8(body) ? { text: body.toString('utf8') } : { isBinary: true as const };
    return JSON.stringify({ status, ...(status >= 200 && status < 300 ? found : {}) } satisfies LocatedManifest);
  });
  if (isOld)
    onNotice?.({
      kind: 'offline-revision',
      message: `'${shown}' is what it was the last time: --offline asks no server`,
    });
  return JSON.parse(text) as LocatedManifest; // the cache gives back what was written
}
