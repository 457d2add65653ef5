import { GitopsError } from '../../errors.js';
import type { SourceContext } from './source-context.js';

/**
 * The Kubernetes version of a source, as Argo CD passes it on: only the numbers, without a suffix. Undefined
 * when the source has none.
 *
 * @throws GitopsError RENDER_INVALID_APPLICATION for a text that Argo CD cannot read
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.0/pkg/util/version/version.go ParseGeneric
 */
export function kubeVersionOf(
  text: string | undefined,
  { application, file }: Pick<SourceContext, 'application' | 'file'>,
): string | undefined {
  if (!text) return undefined;
  const numbers = /^\s*v?(\d+(?:\.\d+)+)/.exec(text)?.[1];
  if (numbers !== undefined && !/(?:^|\.)0\d/.test(numbers)) return numbers;
  throw new GitopsError(
    'RENDER_INVALID_APPLICATION',
    `Argo Application '${application.metadata.name}' names the Kubernetes version '${text}', which is not a version`,
    { source: { file }, hint: 'Write it as in kubeVersion: 1.34.0' },
  );
}
