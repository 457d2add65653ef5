import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GitopsError } from '../../errors.js';

/**
 * Writes a file so that readers see the old text or the new, never a part. Missing folders are made; a link
 * keeps pointing, a pipe or device is written to.
 *
 * @param name how the user called it, for the error
 * @throws GitopsError CLI_FILE_NOT_WRITABLE
 */
export async function writeOutputFile(path: string, name: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const existing = await stat(path).catch(() => undefined);
    if (existing !== undefined && !existing.isFile()) return await writeFile(path, text);
    const file = existing === undefined ? path : await realpath(path);
    await replaceFile(file, text, existing?.mode);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new GitopsError('CLI_FILE_NOT_WRITABLE', `'${name}' cannot be written: ${why}`, {
      cause,
      hint: 'Name a file in a folder that can be written to.',
    });
  }
}

async function replaceFile(file: string, text: string, mode = 0o644): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
