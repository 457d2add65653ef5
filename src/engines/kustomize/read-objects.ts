import { GitopsError } from '../../errors.js';
import { type KubeObject, toKubeObject } from '../../manifest/kube-object.js';

/**
 * A number so long that it may lie beyond what a JavaScript number holds exactly; also found inside of
 * strings.
 */
const SUSPICIOUS = /\d{16}/;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * The objects of kustomize's JSON, exactly.
 *
 * @throws GitopsError ENGINE_INEXACT_NUMBER for an integer beyond ±2^53: JavaScript would change it silently
 */
export function readObjects(json: string, directory: string): KubeObject[] {
  if (SUSPICIOUS.test(json)) assertExact(json, directory);
  // kustomize gives an array of objects with kind and name; toKubeObject checks each.
  return (JSON.parse(json) as readonly unknown[]).map((object) => toKubeObject(object, directory));
}

function assertExact(json: string, directory: string): void {
  for (const [token] of json.matchAll(TOKEN)) {
    if (!/^-?\d{16,}$/.test(token) || BigInt(token) === BigInt(Number(token)) || String(Number(token)) === token)
      continue;
    throw new GitopsError(
      'ENGINE_INEXACT_NUMBER',
      `'${directory}' holds the integer '${token}', which cannot be kept exactly`,
      {
        hint: 'Write it as a string, or use a number up to 9007199254740991.',
        source: { file: directory },
      },
    );
  }
}
