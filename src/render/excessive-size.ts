import { GitopsError } from '../errors.js';
import { jsonSize } from '../manifest/json-size.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { SourceContext } from './source/source-context.js';

const MIB = 1024 * 1024;
/** In MiB. A message of Argo CD's repo-server has all manifests of a source, by default at most 100 MB. */
const LARGEST = 100;

/**
 * The error of an Argo Application whose objects are larger as JSON than what Argo CD sends. Aliases of YAML
 * and loops of templates make them out of small files.
 */
export function excessiveSize(
  objects: readonly KubeObject[],
  { application, file }: Pick<SourceContext, 'application' | 'file'>,
): GitopsError | undefined {
  let left = LARGEST * MIB;
  for (const object of objects) {
    left -= jsonSize(object, left);
    if (left >= 0) continue;
    const message = `Argo Application '${application.metadata.name}' renders more than ${LARGEST} MiB of objects`;
    return new GitopsError('RENDER_TOO_LARGE', message, {
      source: { file },
      hint: "Divide it. If its files are small, look for aliases ('*') in its YAML, and for loops in its templates.",
    });
  }
  return undefined;
}
