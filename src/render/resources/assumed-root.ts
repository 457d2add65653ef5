import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { findKustomizationFile } from '../../engines/kustomize/build-inputs.js';
import type { FileSet } from '../../files/file-set.js';
import { detectType } from '../source/source-type.js';
import type { Found } from './argo-resources.js';

/**
 * The Argo Application that would deliver a folder which kustomize, Helm or Jsonnet builds, although nobody
 * wrote it. It has no options, the name of the folder, and no namespace: it is not known where Argo CD runs.
 * Undefined for a folder of plain files.
 *
 * @param folder relative to the root of the repository; `''` for the root
 */
export function assumedRoot(files: FileSet, folder: string): Found<ArgoApplication> | undefined {
  const file = builtBy(files, folder);
  if (file === undefined) return undefined;
  const spec = {
    project: 'default',
    source: { repoURL: '', path: folder || '.' },
    destination: { name: 'in-cluster' },
  };
  const metadata = { name: posix.basename(folder) || 'root' };
  return { file, resource: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec } };
}

/** The file that decides how a folder is built. */
function builtBy(files: FileSet, folder: string): string | undefined {
  const type = detectType(files, folder);
  if (type === 'kustomize') return findKustomizationFile(files, folder || '.');
  if (type === 'helm') return posix.join(folder, 'Chart.yaml');
  const jsonnet = files
    .below(folder)
    .paths()
    .find((path) => /^[^/]+\.jsonnet$/.test(path));
  return jsonnet === undefined ? undefined : posix.join(folder, jsonnet);
}
