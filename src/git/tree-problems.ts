import { GitopsError } from '../errors.js';
import { unsupported } from './text-file.js';

/** Why an entry of a tree cannot be delivered; undefined for an ordinary file. */
export function entryProblem(entry: { readonly mode: string; readonly path: string }): GitopsError | undefined {
  if (entry.mode.startsWith('100')) return undefined;
  if (entry.mode === '120000')
    return unsupported(
      entry.path,
      'is a symbolic link',
      'Replace the link by the file: a link may point anywhere, also out of the repository.',
    );
  if (entry.mode === '160000')
    return unsupported(
      entry.path,
      'is a submodule',
      'Copy the files, or name the other repository as the source of the Application.',
    );
  return unsupported(entry.path, `has the file mode ${entry.mode}`, 'Commit ordinary files only.');
}

/** By mode. */
const NOT_FILES: ReadonlyMap<string, string> = new Map([
  ['120000', 'symbolic link'],
  ['160000', 'submodule'],
]);

/** The folder is not one at that commit. `mode` is what is there instead. */
export function folderMissing(folder: string, commit: string, mode: string | undefined): GitopsError {
  const kind = NOT_FILES.get(mode ?? '') ?? 'file';
  const what = mode === undefined ? 'does not exist' : `is a ${kind} and no folder`;
  return new GitopsError('GIT_FOLDER_NOT_FOUND', `'${folder}' ${what} at revision ${commit.slice(0, 7)}`, {
    hint:
      mode === undefined
        ? 'Run gitops synth --commit, or name the folder with --output-dir.'
        : 'Name the output folder with --output-dir.',
    data: { folder, commit },
  });
}
