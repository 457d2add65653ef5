import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskFile, DiskState } from '../../files/disk-state.js';
import { foldPath } from '../../files/fold-path.js';
import { foldersOf } from '../../files/folders-of.js';
import { OWNERSHIP_FOLDER } from '../../files/ownership-manifest.js';
import { previousOwnership } from '../../files/previous-ownership.js';
import { TRANSACTION_FOLDER } from '../read-folder.js';

type Kind = 'file' | 'folder' | 'other';

/**
 * What is on disk where synth wants to write or has written. Other folders are not even listed, so that the
 * output may be the repository root.
 *
 * @throws GitopsError FILES_INVALID_OWNERSHIP
 */
export function scanOutput(directory: string, wanted: readonly string[]): DiskState {
  const entries = new Map<string, Kind>();
  const list = (folder: string, descend: (path: string) => boolean) => {
    for (const [path, kind] of listFolder(directory, folder)) {
      entries.set(path, kind);
      if (kind === 'folder' && descend(path)) list(path, descend);
    }
  };
  list(OWNERSHIP_FOLDER, () => true);
  const manifests = new Map(
    [...entries]
      .filter(([path, kind]) => kind === 'file' && path.endsWith('.json'))
      .map(([path]) => [path, readFileSync(join(directory, path), 'utf8')]),
  );

  const interesting = new Set([...wanted, ...previousOwnership(manifests).hashes.keys(), ...manifests.keys()]);
  const folders = new Set([...interesting].flatMap(foldersOf).map(foldPath));
  const inTheWay = new Set(wanted.map(foldPath));
  list(
    '',
    (path) =>
      path !== OWNERSHIP_FOLDER &&
      (folders.has(foldPath(path)) || [path, ...foldersOf(path)].some((part) => inTheWay.has(foldPath(part)))),
  );

  const files = new Map<string, DiskFile>();
  for (const path of interesting)
    if (entries.get(path) === 'file') files.set(path, readDiskFile(join(directory, path)));
  return { entries, manifests, files };
}

export function readDiskFile(file: string): DiskFile {
  const content = readFileSync(file);
  const crlf = content.includes('\r\n');
  return {
    hash: hashOf(content),
    ...(crlf ? { hashWithLineFeeds: hashOf(content.toString('utf8').replaceAll('\r\n', '\n')) } : {}),
    conflicted: content.includes('<<<<<<< ') && hasConflict(content.toString('utf8')),
    empty: content.length === 0,
  };
}

/** The three marks of a merge conflict, in their order, each at the beginning of a line. */
function hasConflict(text: string): boolean {
  const lines = text.split('\n');
  const ours = lines.findIndex((line) => line.startsWith('<<<<<<< '));
  const middle = ours < 0 ? -1 : lines.findIndex((line, index) => index > ours && /^={7}\r?$/.test(line));
  return middle >= 0 && lines.some((line, index) => index > middle && line.startsWith('>>>>>>> '));
}

/** The hash as in the ownership manifests. */
export function hashOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function kindOf(entry: Dirent): Kind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

function listFolder(directory: string, folder: string): [string, Kind][] {
  try {
    return readdirSync(join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
      if (entry.name === '.git' || (folder === OWNERSHIP_FOLDER && entry.name === TRANSACTION_FOLDER)) return [];
      return [[folder === '' ? entry.name : `${folder}/${entry.name}`, kindOf(entry)]];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
