import { GitopsError } from '../errors.js';
import type { TolerantReading } from './repository.js';

/**
 * The largest size of a manifest. etcd takes 1.5 MiB, and the largest committed files with many manifests
 * have a few MiB.
 */
export const LARGEST_TEXT_FILE = 32 * 1024 * 1024;

/**
 * The text of a file, or undefined for one that a FileSet leaves out: not UTF-8 or too large, and no YAML or
 * JSON.
 *
 * @throws GitopsError GIT_UNSUPPORTED_FILE for a Git LFS pointer, and for YAML or JSON that is unreadable
 */
export function textOf(path: string, content: Uint8Array): string | undefined {
  if (content.length > LARGEST_TEXT_FILE)
    return leaveOut(path, `is larger than ${LARGEST_TEXT_FILE / 1024 / 1024} MiB`);
  if (
    content.length < 1024 &&
    POINTER.test(Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1'))
  ) {
    throw unsupported(
      path,
      'is a Git LFS pointer and not the file itself',
      'Keep manifests out of Git LFS: see .gitattributes.',
    );
  }
  try {
    const text = DECODER.decode(content);
    return text.includes('\0') ? leaveOut(path, 'is a binary file') : text;
  } catch {
    return leaveOut(path, 'is not UTF-8 text');
  }
}

/** The error for content that a FileSet cannot hold. */
export function unsupported(path: string, why: string, hint: string): GitopsError {
  return new GitopsError('GIT_UNSUPPORTED_FILE', `'${path}' ${why}`, { hint, source: { file: path } });
}

/**
 * Reads as `textOf`. Content that is not text is reported when the reader wants that.
 *
 * @throws as `textOf`
 */
export function readContent(path: string, content: Uint8Array, tolerant?: TolerantReading): string | undefined {
  const text = textOf(path, content);
  if (text === undefined) tolerant?.onBinary?.(path, Uint8Array.from(content));
  return text;
}

/** The problem of a file larger than {@link LARGEST_TEXT_FILE}; undefined when nobody chose to read it. */
export function tooLarge(path: string, tolerant?: TolerantReading): GitopsError | undefined {
  const why = `is larger than ${LARGEST_TEXT_FILE / 1024 / 1024} MiB`;
  if (!MANIFEST.test(path) && tolerant?.wants === undefined) return undefined;
  return unsupported(path, why, 'Make it smaller, or move it to where no source reads it.');
}

/** Too large to be read at all, decided before reading. @throws as `textOf` */
function leaveOut(path: string, why: string): undefined {
  if (MANIFEST.test(path))
    throw unsupported(path, why, 'Store manifests as UTF-8 text, or move the file out of the folder.');
  return undefined;
}

const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n/;
const MANIFEST = /\.(ya?ml|json)$/i;
/** Keeps a byte order mark, because the text must be exactly that of the file. */
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
