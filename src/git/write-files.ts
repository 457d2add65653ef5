import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../errors.js';
import { assertSafePath } from '../files/file-set.js';

/** The files of a working tree by path, relative to its top; undefined for a file to delete. */
export type FileContents = ReadonlyMap<string, string | Uint8Array | undefined>;

/**
 * Replaces files of a working tree, each atomically. A file keeps its mode.
 *
 * @returns a function that restores all files
 * @throws GitopsError GIT_OUTPUT_NOT_WRITABLE with everything put back; FILES_UNSAFE_PATH
 */
export function writeFiles(root: string, files: FileContents): () => void {
  const before = new Map<string, { readonly content: Buffer; readonly mode: number } | undefined>();
  const undo = (): void => {
    for (const [path, old] of before) put(root, path, old?.content, old?.mode);
  };
  for (const path of files.keys()) assertSafePath(path);
  for (const [path, content] of files) {
    try {
      const found = lstatSync(join(root, path), { throwIfNoEntry: false });
      before.set(path, found?.isFile() ? { content: readFileSync(join(root, path)), mode: found.mode } : undefined);
      put(root, path, content, found?.mode);
    } catch (cause) {
      undo();
      throw new GitopsError(
        'GIT_OUTPUT_NOT_WRITABLE',
        `'${path}' cannot be written: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`,
        {
          hint: 'Nothing was changed. Check its owner and permissions, and the space on the disk.',
          cause,
        },
      );
    }
  }
  return undo;
}

function put(root: string, path: string, content: string | Uint8Array | undefined, mode: number | undefined): void {
  const file = join(root, path);
  if (content === undefined) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `.gitops-${randomUUID()}`);
  try {
    writeFileSync(temporary, content);
    if (mode !== undefined) chmodSync(temporary, mode & 0o777);
    renameSync(temporary, file);
  } finally {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
  }
}
