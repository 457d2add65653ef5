import { GitopsError } from '../errors.js';
import type { DiskState } from './disk-state.js';
import type { FileSet } from './file-set.js';
import { foldPath } from './fold-path.js';
import { foldersOf } from './folders-of.js';

/**
 * What keeps the wanted paths from existing side by side with each other and with what stays on disk: a file
 * where a folder is needed or the reverse, symbolic links, and names that differ only in case, which are one
 * file on macOS and Windows.
 */
export function pathClashes(wanted: FileSet, disk: DiskState, deleted: ReadonlySet<string>): GitopsError[] {
  return [...amongWanted(wanted), ...withDisk(wanted, disk, deleted)];
}

function amongWanted(wanted: FileSet): GitopsError[] {
  const problems = new Map<string, GitopsError>();
  const spelling = new Map<string, string>();
  for (const path of wanted.paths()) {
    for (const part of [...foldersOf(path), path]) {
      const other = spelling.get(foldPath(part));
      if (other !== undefined && other !== part) problems.set(foldPath(part), caseClash(part, other));
      spelling.set(foldPath(part), part);
      if (part !== path && wanted.has(part))
        problems.set(part, clash(path, `'${part}' is a file and a folder`, 'Rename one of them.'));
    }
  }
  return [...problems.values()];
}

function withDisk(wanted: FileSet, disk: DiskState, deleted: ReadonlySet<string>): GitopsError[] {
  const problems = new Map<string, GitopsError>();
  const staying = [...disk.entries].filter(
    ([path, kind]) => kind !== 'folder' && !deleted.has(path) && !wanted.has(path),
  );
  const needed = new Map(
    wanted.paths().flatMap((path) => [...foldersOf(path), path].map((part) => [foldPath(part), part] as const)),
  );
  const stayingBelow = new Set(staying.flatMap(([path]) => foldersOf(path)));
  for (const [path, kind] of staying) {
    const part = needed.get(foldPath(path));
    if (part === undefined) continue;
    if (part !== path) problems.set(path, caseClash(part, path));
    else
      problems.set(
        path,
        clash(
          path,
          `'${path}' is a ${kind === 'file' ? 'file' : 'symbolic link or device'} where synth needs a folder`,
          'Move it away: synth deletes only what it wrote.',
        ),
      );
  }
  for (const folder of stayingBelow) {
    const part = needed.get(foldPath(folder));
    if (part !== undefined && part !== folder) problems.set(folder, caseClash(part, folder));
    else if (wanted.has(folder))
      problems.set(
        folder,
        clash(
          folder,
          `'${folder}' is a folder with files that synth did not write, where it needs a file`,
          'Move the files away.',
        ),
      );
  }
  for (const path of wanted.paths()) {
    if (disk.entries.get(path) !== 'other') continue;
    problems.set(
      path,
      clash(path, `'${path}' is a symbolic link or device`, 'Remove it: synth never writes through links.'),
    );
  }
  return [...problems.values()];
}

function caseClash(path: string, other: string): GitopsError {
  return clash(
    path,
    `'${path}' and '${other}' differ only in case, which is one path on macOS and Windows`,
    'Rename one of them.',
  );
}

function clash(path: string, message: string, hint: string): GitopsError {
  return new GitopsError('FILES_PATH_CLASH', message, { hint, source: { file: path } });
}
