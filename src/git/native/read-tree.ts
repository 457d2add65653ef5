import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { collectProblems } from '../collect-problems.js';
import type { TolerantReading } from '../repository.js';
import { LARGEST_TEXT_FILE, leaveOut, textOf } from '../text-file.js';
import { entryProblem, folderMissing } from '../tree-problems.js';
import { runGit } from './run-git.js';

interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

/** The text files below a folder of a commit. Two processes whatever the number of files. */
export async function readCommitTree(
  directory: string,
  commit: string,
  folder: string,
  tolerant?: TolerantReading,
): Promise<FileSet> {
  const entries = await listTree(directory, commit, folder);
  const collected = collectProblems(tolerant);
  const isLink = ({ mode }: TreeEntry) => mode === '120000' && tolerant?.onLink !== undefined;
  for (const entry of entries) if (!isLink(entry)) collected.add(entry.path, entryProblem(entry));
  const files: [string, string][] = [];
  const blobs = entries.filter((entry) => entry.mode.startsWith('100') || isLink(entry));
  await readBlobs(directory, blobs, (entry, content) => {
    if (isLink(entry)) {
      tolerant?.onLink?.(entry.path, Buffer.from(content ?? []).toString('utf8'));
      return;
    }
    try {
      const text =
        content === undefined
          ? leaveOut(entry.path, `is larger than ${LARGEST_TEXT_FILE / 1024 / 1024} MiB`)
          : textOf(entry.path, content);
      if (text !== undefined) files.push([entry.path, text]);
      else if (content !== undefined) tolerant?.onBinary?.(entry.path, Uint8Array.from(content));
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      collected.add(entry.path, error);
    }
  });
  collected.throwAll();
  return FileSet.of(files);
}

async function listTree(directory: string, commit: string, folder: string): Promise<readonly TreeEntry[]> {
  const listed = await runGit(
    { directory },
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    commit,
    ...(folder === '' ? [] : ['--', `${folder}/`]),
  );
  const entries = parseTree(listed.stdout);
  if (entries.length > 0 || folder === '') return entries;
  const [self] = parseTree((await runGit({ directory }, 'ls-tree', '-z', '--full-tree', commit, '--', folder)).stdout);
  if (self?.mode !== '040000') throw folderMissing(folder, commit, self?.mode);
  return [];
}

function parseTree(output: Buffer): TreeEntry[] {
  const text = output.toString('utf8');
  return text.split('\0').flatMap((line) => {
    const match = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line);
    return match ? [{ mode: match[1]!, id: match[2]!, path: match[3]! }] : [];
  });
}

/**
 * Streams the blobs in order, so that never more than one is held unparsed; `undefined` for one that is too
 * large.
 */
async function readBlobs(
  directory: string,
  blobs: readonly TreeEntry[],
  onBlob: (entry: TreeEntry, content: Uint8Array | undefined) => void,
): Promise<void> {
  if (blobs.length === 0) return;
  const parser = new BatchParser(blobs, onBlob);
  const input = blobs.map(({ id }) => `${id}\n`).join('');
  const onOutput = (chunk: Buffer) => parser.push(chunk);
  await runGit({ directory, input, onOutput }, 'cat-file', '--batch', '--buffer');
  if (!parser.complete) throw missingError(parser.expected);
}

/** Reads `<id> <type> <size>\n<content>\n` again and again, in whatever pieces it comes. */
class BatchParser {
  #next = 0;
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes still to come of the current content and its line end; undefined while a header is read. */
  #content: { readonly size: number; left: number; readonly keep: boolean } | undefined;

  constructor(
    private readonly blobs: readonly TreeEntry[],
    private readonly onBlob: (entry: TreeEntry, content: Uint8Array | undefined) => void,
  ) {}

  get complete(): boolean {
    return this.#next === this.blobs.length;
  }

  /** The entry whose content comes next. */
  get expected(): TreeEntry {
    return this.blobs[this.#next]!;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#content === undefined ? this.#header(rest) : this.#body(rest, this.#content);
  }

  #header(chunk: Buffer): Buffer {
    const end = chunk.indexOf(10);
    this.#hold(end === -1 ? chunk : chunk.subarray(0, end));
    if (end === -1) return chunk.subarray(chunk.length);
    const header = this.#take().toString('utf8');
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1];
    if (size === undefined) throw missingError(this.expected);
    this.#content = { size: Number(size), left: Number(size) + 1, keep: Number(size) <= LARGEST_TEXT_FILE };
    return chunk.subarray(end + 1);
  }

  #body(chunk: Buffer, content: { readonly size: number; left: number; readonly keep: boolean }): Buffer {
    const piece = chunk.subarray(0, content.left);
    content.left -= piece.length;
    if (content.keep) this.#hold(piece);
    if (content.left === 0) {
      this.#content = undefined;
      const taken = this.#take();
      this.onBlob(this.blobs[this.#next++]!, content.keep ? taken.subarray(0, content.size) : undefined);
    }
    return chunk.subarray(piece.length);
  }

  #hold(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#held += piece.length;
  }

  #take(): Buffer {
    const all = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces, this.#held);
    this.#pieces = [];
    this.#held = 0;
    return all;
  }
}

function missingError(entry: TreeEntry): GitopsError {
  return new GitopsError(
    'GIT_OBJECT_MISSING',
    `the content of '${entry.path}' (${entry.id.slice(0, 7)}) is not in this clone`,
    {
      hint: 'Fetch it: git fetch --refetch, or clone without --filter.',
    },
  );
}
