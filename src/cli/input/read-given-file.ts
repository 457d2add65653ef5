import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { GitopsError } from '../../errors.js';
import type { GivenFile } from '../../workflow/api/given-file.js';
import { unreadableFile } from './unreadable-file.js';

/**
 * Reads a file that an option names; `-` is standard input.
 *
 * @param directory what a relative path starts from
 * @param what how an error calls the file. Default: its name in quotes
 * @throws GitopsError CLI_FILE_NOT_FOUND, also for a standard input without any text
 */
export async function readGivenFile(directory: string, file: string, what = `'${file}'`): Promise<GivenFile> {
  if (file === '-') return { file: 'standard input', content: await standardInput() };
  try {
    return { file, content: await readFile(resolve(directory, file), 'utf8') };
  } catch (cause) {
    throw unreadableFile(what, cause, 'Name a file that exists, or - for standard input.');
  }
}

/** A command whose output is nothing at all has failed: `kubectl get -o yaml` writes a list, be it empty. */
async function standardInput(): Promise<string> {
  const content = await text(process.stdin);
  if (content.trim() !== '') return content;
  throw new GitopsError('CLI_FILE_NOT_FOUND', 'standard input is empty', {
    hint: 'See what the command before the pipe says.',
  });
}
