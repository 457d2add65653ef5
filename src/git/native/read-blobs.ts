import { LARGEST_TEXT_FILE } from '../text-file.js';
import type { TreeEntry } from './list-tree.js';
import { runGit } from './run-git.js';

/** The content of a blob, or the reason why there is none. */
export type BlobContent = Uint8Array | 'missing' | 'too large';

/**
 * Streams blobs in order, so that never more than one is held unparsed. One process whatever their number.
 *
 * @param environment of git
 */
export async function readBlobs(
  directory: string,
  blobs: readonly TreeEntry[],
  environment: Readonly<Record<string, string>>,
  onBlob: (entry: TreeEntry, content: BlobContent) => void,
): Promise<void> {
  if (blobs.length === 0) return;
  const parser = new BatchParser(blobs, onBlob);
  const input = blobs.map(({ id }) => `${id}\n`).join('');
  const onOutput = (chunk: Buffer) => parser.push(chunk);
  await runGit({ directory, environment, input, onOutput }, 'cat-file', '--batch', '--buffer');
  parser.end();
}

/**
 * Reads `<id> <type> <size>\n<content>\n` or `<id> missing\n` again and again, in whatever pieces it comes.
 */
class BatchParser {
  #next = 0;
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes still to come of the current content and its line end; undefined while a header is read. */
  #content: { readonly size: number; left: number; readonly keep: boolean } | undefined;

  constructor(
    private readonly blobs: readonly TreeEntry[],
    private readonly onBlob: (entry: TreeEntry, content: BlobContent) => void,
  ) {}

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#content === undefined ? this.#header(rest) : this.#body(rest, this.#content);
  }

  /** An object counts as missing when git did not answer for it. */
  end(): void {
    while (this.#next < this.blobs.length) this.#tell('missing');
  }

  #header(chunk: Buffer): Buffer {
    const end = chunk.indexOf(10);
    this.#hold(end === -1 ? chunk : chunk.subarray(0, end));
    if (end === -1) return chunk.subarray(chunk.length);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(this.#take().toString('utf8'))?.[1];
    if (size === undefined) this.#tell('missing');
    else this.#content = { size: Number(size), left: Number(size) + 1, keep: Number(size) <= LARGEST_TEXT_FILE };
    return chunk.subarray(end + 1);
  }

  #body(chunk: Buffer, content: { readonly size: number; left: number; readonly keep: boolean }): Buffer {
    const piece = chunk.subarray(0, content.left);
    content.left -= piece.length;
    if (content.keep) this.#hold(piece);
    if (content.left === 0) {
      this.#content = undefined;
      const taken = this.#take();
      this.#tell(content.keep ? taken.subarray(0, content.size) : 'too large');
    }
    return chunk.subarray(piece.length);
  }

  #tell(content: BlobContent): void {
    const entry = this.blobs[this.#next++];
    if (entry !== undefined) this.onBlob(entry, content);
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
