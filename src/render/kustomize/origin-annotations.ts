import { findKustomizationFile } from '../../engines/kustomize/build-inputs.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { readKustomization } from './read-kustomization.js';

/**
 * Refuses `buildMetadata` with origins for a kustomization with remote bases: the annotations would name the
 * folders to which the bases were copied, instead of their addresses.
 */
export function originAnnotationsProblem(files: FileSet, directory: string): GitopsError | undefined {
  const file = findKustomizationFile(files, directory || '.');
  const metadata = file === undefined ? undefined : readKustomization(files, file)?.['buildMetadata'];
  if (file === undefined || !Array.isArray(metadata)) return undefined;
  const refused = metadata.filter((one) => one === 'originAnnotations' || one === 'transformerAnnotations');
  if (refused.length === 0) return undefined;
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    `'${file}' has buildMetadata '${refused.join(', ')}' and remote bases, which cannot be used together`,
    { hint: 'Remove one of them, or commit the bases.', source: { file } },
  );
}
