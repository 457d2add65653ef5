import type { FileSet } from '../../files/file-set.js';
import { isRecord } from '../../manifest/kube-object.js';
import { kustomizationDocuments } from './kustomization-documents.js';

/**
 * True for a kustomization file of kind Component, which is built only where it is included. True also for a
 * file that is not YAML.
 */
export function isComponent(files: FileSet, path: string): boolean {
  try {
    return kustomizationDocuments(files, path).some(
      (document) => isRecord(document) && document['kind'] === 'Component',
    );
  } catch {
    return true;
  }
}
