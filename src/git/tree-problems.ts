import { GitopsError } from '../errors.js';
import { assertSafePath } from '../files/file-set.js';
import { unsupported } from './text-file.js';

/** The reason why an entry of a tree cannot be delivered; undefined for an ordinary file. */
export function entryProblem(entry: { readonly mode: string; readonly path: string }): GitopsError | undefined {
  if (entry.mode.startsWith('100')) return nameProblem(entry.path);
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

/**
 * The reason why a file cannot be read under its name; undefined for most names. Git accepts almost any name.
 */
export function nameProblem(path: string): GitopsError | undefined {
  // The character that decoding puts in the place of invalid bytes.
  if (path.includes('\uFFFD')) return unsupported(path, 'has a name that is not UTF-8', RENAME);
  if (path.includes('\\')) return unsupported(path, 'has a backslash in its name', RENAME);
  try {
    assertSafePath(path);
    return undefined;
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return unsupported(path, 'has a name that Git keeps for itself', RENAME);
  }
}

const RENAME = 'Rename it, or move it to where no source reads it.';

/**
 * The error for a file whose name is in the clone, and whose content is not.
 *
 * @param why the reason why it was not fetched. Default: the clone is not a partial one
 */
export function missingContent(path: string, id: string, why?: string): GitopsError {
  const isOffline = why?.includes('--offline') === true;
  return new GitopsError(
    'GIT_OBJECT_MISSING',
    `the content of '${path}' (${id.slice(0, 7)}) is not in this clone${why === undefined ? '' : `, ${why}`}`,
    {
      hint: isOffline
        ? 'Run once without --offline, which fetches it.'
        : 'Fetch it: git fetch --refetch --no-filter, or clone again without --filter.',
      source: { file: path },
    },
  );
}

/** By mode. */
const NOT_FILES: ReadonlyMap<string, string> = new Map([
  ['120000', 'symbolic link'],
  ['160000', 'submodule'],
]);

/** The error for a path that is not a folder at that commit. `mode` is that of its entry. */
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
