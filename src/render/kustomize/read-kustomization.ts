import { kustomizationDocuments } from '../../engines/kustomize/kustomization-documents.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { isRecord } from '../../manifest/kube-object.js';

/** Undefined for a file that cannot be read. kustomize's own error is better. */
export function readKustomization(files: FileSet, file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const documents = kustomizationDocuments(files, file);
    return documents.length === 1 && isRecord(documents[0]) ? documents[0] : undefined;
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}
