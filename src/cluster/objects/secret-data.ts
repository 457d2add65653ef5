import { deepEqual } from '../../manifest/equality.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';

/**
 * True when a live Secret holds exactly the data of the manifest. The inventory keeps no hash of it, so the
 * values themselves are compared.
 */
export function sameSecretData(manifest: KubeObject, live: KubeObject): boolean {
  return deepEqual(decoded(manifest), decoded(live));
}

/** Base64 may be written in more than one way. */
function decoded(secret: KubeObject): Record<string, string> {
  const data = secret['data'];
  return Object.fromEntries(
    Object.entries(isRecord(data) ? data : {}).map(([key, value]) => [
      key,
      Buffer.from(anyText(value ?? ''), 'base64').toString('base64'),
    ]),
  );
}
