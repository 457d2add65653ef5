import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { type CollectedProblems, collectProblems } from './collect-problems.js';
import { collectTexts } from './collect-texts.js';
import type { TolerantReading } from './repository.js';
import { LARGEST_TEXT_FILE, tooLarge, unsupported } from './text-file.js';
import { nameProblem } from './tree-problems.js';

/** How many files are open at once. */
const PARALLEL = 16;

/**
 * The text files on disk below a folder, by path relative to the root. Reads nothing behind symbolic links.
 * @throws as GitRepository.readTree
 */
export async function readFolder(root: string, folder: string, tolerant?: TolerantReading): Promise<FileSet> {
  const collected = collectProblems(tolerant);
  const paths = listFiles(root, folder, collected, tolerant);
  const wanted = paths.filter((path) => {
    const problem = nameProblem(path);
    collected.add(path, problem);
    if (problem !== undefined) return false;
    if (tolerant?.wants?.(path) ?? true) return true;
    tolerant?.onUnread?.(path);
    return false;
  });
  const files = await readAll(root, wanted, collected, tolerant);
  collected.throwAll();
  return files;
}

/** Some files on disk, by their names. */
export async function readPaths(root: string, paths: readonly string[], tolerant: TolerantReading): Promise<FileSet> {
  return readAll(root, paths, collectProblems(tolerant), tolerant);
}

async function readAll(
  root: string,
  paths: readonly string[],
  collected: CollectedProblems,
  tolerant: TolerantReading | undefined,
): Promise<FileSet> {
  const texts = collectTexts(collected, tolerant);
  const queue = paths.values();
  const worker = async () => {
    for (const path of queue) {
      const content = await contentOf(join(root, path));
      if (content === undefined) collected.add(path, tooLarge(path, tolerant));
      else texts.add(path, content);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return texts.files();
}

function listFiles(
  root: string,
  folder: string,
  problems: CollectedProblems,
  tolerant: TolerantReading | undefined,
): string[] {
  assertFolder(root, folder);
  const ignored = tolerant === undefined ? [] : ['node_modules'];
  const found: string[] = [];
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readdirSync(join(root, current), { withFileTypes: true })) {
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      if (entry.name.toLowerCase() === '.git') {
        if (current !== '')
          problems.add(
            current,
            unsupported(
              current,
              'is another repository',
              'Copy the files, or name the other repository as the source of the Application.',
            ),
          );
      } else if (entry.isDirectory()) {
        if (ignored.includes(entry.name)) continue;
        if (entry.name !== TRANSACTION_FOLDER) pending.push(path);
        else if (existsSync(join(root, path, 'journal.json'))) problems.add(path, halfWritten(folder));
      } else if (entry.isFile()) found.push(path);
      else if (entry.isSymbolicLink() && tolerant?.onLink !== undefined)
        tolerant.onLink(path, readlinkSync(join(root, path)));
      else
        problems.add(
          path,
          unsupported(
            path,
            `is a ${entry.isSymbolicLink() ? 'symbolic link' : 'device, socket or pipe'}`,
            'Replace it by the file itself.',
          ),
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

/** The folder of an interrupted synth's journal, which is not part of the output. */
export const TRANSACTION_FOLDER = '.transaction';

function assertFolder(root: string, folder: string): void {
  const parts = folder.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join('/');
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isDirectory()) continue;
    const kind = stat?.isSymbolicLink() ? 'is a symbolic link' : 'is a file and no folder';
    const what = stat === undefined ? 'does not exist' : kind;
    throw new GitopsError('GIT_FOLDER_NOT_FOUND', `'${path}' ${what} in '${root}'`, {
      hint: 'Run gitops synth, or name the folder with --output-dir.',
      data: { folder },
    });
  }
}

/** Undefined for a file that is too large. */
async function contentOf(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r');
  try {
    return (await file.stat()).size > LARGEST_TEXT_FILE ? undefined : await file.readFile();
  } finally {
    await file.close();
  }
}
