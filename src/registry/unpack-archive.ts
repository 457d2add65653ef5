import { gunzipSync } from 'node:zlib';
import { FileSet } from '../files/file-set.js';
import { readTar } from './read-tar.js';
import { registryInvalid } from './registry-failure.js';

/** What an archive holds. */
export interface Unpacked {
  readonly files: FileSet;
  /** Files that are not text. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
}

const LARGEST = 256 * 1024 * 1024;

/**
 * The files of a `.tgz` or `.tar`.
 *
 * @param folder only what is below, with paths relative to it
 * @throws GitopsError REGISTRY_INVALID also for one that unpacks to more than 256 MiB
 */
export function unpackArchive(archive: Uint8Array, what: string, folder?: string): Unpacked {
  const prefix = folder === undefined ? '' : `${folder}/`;
  const found = readTar(inflate(Buffer.from(archive), what), what).flatMap(([path, content]) =>
    path.startsWith(prefix) ? [[path.slice(prefix.length), content] as const] : [],
  );
  const texts: [string, string][] = [];
  const binaries = new Map<string, Uint8Array>();
  for (const [path, content] of found) {
    const text = textOf(content);
    if (text === undefined) binaries.set(path, Uint8Array.from(content));
    else texts.push([path, text]);
  }
  return { files: FileSet.of(texts), binaries };
}

/** The single folder in which everything of an archive is. @throws GitopsError REGISTRY_INVALID */
export function topFolder(archive: Uint8Array, what: string): string {
  const tops = new Set(
    readTar(inflate(Buffer.from(archive), what), what).map(([path]) =>
      path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
    ),
  );
  const [top] = tops;
  if (tops.size === 1 && top !== undefined && top !== '') return top;
  throw registryInvalid(what, 'does not hold a single folder, as a packed chart does');
}

function inflate(archive: Buffer, what: string): Buffer {
  if (archive[0] !== 0x1f || archive[1] !== 0x8b) return archive;
  try {
    return gunzipSync(archive, { maxOutputLength: LARGEST });
  } catch (error) {
    const isBomb = error instanceof RangeError || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw registryInvalid(what, isBomb ? `unpacks to more than ${LARGEST / 1024 / 1024} MiB` : 'is a broken archive');
  }
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(content: Buffer): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return DECODER.decode(content);
  } catch {
    return undefined;
  }
}
