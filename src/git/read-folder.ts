import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import { LARGEST_TEXT_FILE, leaveOut, textOf, unsupported } from './text-file.js';

/** How many files are open at once. */
const PARALLEL = 16;

/** The text files on disk below a folder, by path relative to the root. Reads nothing behind symbolic links. @throws as GitRepository.readTree */
export async function readFolder(root: string, folder: string): Promise<FileSet> {
  const problems: GitopsError[] = [];
  const paths = listFiles(root, folder, problems);
  const files: [string, string][] = [];
  const queue = paths.values();
  const worker = async () => {
    for (const path of queue) {
      try {
        const text = await readText(root, path);
        if (text !== undefined) files.push([path, text]);
      } catch (error) {
        if (!GitopsError.is(error)) throw error;
        problems.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  GitopsError.throwAll(problems);
  return FileSet.of(files);
}

function listFiles(root: string, folder: string, problems: GitopsError[]): string[] {
  assertFolder(root, folder);
  const found: string[] = [];
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readdirSync(join(root, current), { withFileTypes: true })) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      if (entry.name.toLowerCase() === '.git') {
        if (current !== '')
          problems.push(
            unsupported(current, 'is another repository', 'Copy the files, or name the other repository as the source of the Application.'),
          );
      } else if (entry.isDirectory()) {
        if (entry.name !== TRANSACTION_FOLDER) pending.push(path);
        else if (existsSync(join(root, path, 'journal.json'))) problems.push(halfWritten(folder));
      } else if (entry.isFile()) found.push(path);
      else
        problems.push(
          unsupported(path, `is a ${entry.isSymbolicLink() ? 'symbolic link' : 'device, socket or pipe'}`, 'Replace it by the file itself.'),
        );
    }
  }
  return found.sort();
}

function halfWritten(folder: string): GitopsError {
  return new GitopsError('GIT_OUTPUT_INTERRUPTED', `a synth that writes '${folder}' is running or was interrupted`, {
    hint: 'Wait for it, or run gitops synth: it finishes what the other one began.',
  });
}

/** Where an interrupted synth keeps its journal; no part of the output. */
export const TRANSACTION_FOLDER = '.transaction';

function assertFolder(root: string, folder: string): void {
  const parts = folder.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join('/');
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isDirectory()) continue;
    const what = stat === undefined ? 'does not exist' : stat.isSymbolicLink() ? 'is a symbolic link' : 'is a file and no folder';
    throw new GitopsError('GIT_FOLDER_NOT_FOUND', `'${path}' ${what} in '${root}'`, {
      hint: 'Run gitops synth, or name the folder with --output-dir.',
      data: { folder },
    });
  }
}

async function readText(root: string, path: string): Promise<string | undefined> {
  const file = await open(join(root, path), 'r');
  try {
    const { size } = await file.stat();
    return size > LARGEST_TEXT_FILE ? leaveOut(path, `is larger than ${LARGEST_TEXT_FILE / 1024 / 1024} MiB`) : textOf(path, await file.readFile());
  } finally {
    await file.close();
  }
}
