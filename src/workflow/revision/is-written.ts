import type { FileSet } from '../../files/file-set.js';

/** Whether `gitops synth` wrote a folder: it keeps its own records there. */
export function isWritten(files: FileSet, output: string): boolean {
  return files.below(output === '' ? '.gitops' : `${output}/.gitops`).size > 0;
}
