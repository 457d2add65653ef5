import { registryInvalid } from './registry-failure.js';

const BLOCK = 512;
const MOST_ENTRIES = 50_000;

/**
 * The files of a tar, as GNU tar, Go and BSD write it. Folders are passed over.
 *
 * @param what the archive, for errors
 * @throws GitopsError REGISTRY_INVALID for a link, a device, a path out of the archive and a broken header
 */
export function readTar(tar: Buffer, what: string): readonly (readonly [path: string, content: Buffer])[] {
  const files = new Map<string, Buffer>();
  let long: { readonly path?: string; readonly size?: number } = {};
  let entries = 0;
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    if (!hasChecksum(header) || ++entries > MOST_ENTRIES)
      throw registryInvalid(what, entries > MOST_ENTRIES ? 'has too many files' : 'is a broken archive');
    const type = String.fromCharCode(header[156] ?? 0);
    const isMeta = /[xgLK]/.test(type);
    const size = isMeta ? sizeOf(header) : (long.size ?? sizeOf(header));
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length !== size) throw registryInvalid(what, 'ends too early');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x') long = { ...long, ...paxOf(content) };
    if (type === 'L') long = { ...long, path: content.toString('utf8').replace(/\0.*$/s, '') };
    if (isMeta) continue;
    const path = (long.path ?? nameOf(header)).replace(/^(\.\/)+/, '');
    long = {};
    if (type === '5' || path === '' || path === '.') continue;
    if (type !== '0' && type !== '\0' && type !== '7')
      throw registryInvalid(what, `has '${path}', which is a link or a device and no file`);
    if (
      path.startsWith('/') ||
      path.includes('\\') ||
      path.split('/').some((part) => part === '..' || part === '' || part.toLowerCase() === '.git')
    ) {
      throw registryInvalid(what, `has a file '${path}', which is not a path inside it`);
    }
    files.set(path, content);
  }
  return [...files];
}

function hasChecksum(header: Buffer): boolean {
  const stated = Number.parseInt(text(header, 148, 8), 8);
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return stated === sum;
}

function sizeOf(header: Buffer): number {
  // Base 256, for what is too large for octal digits: so is everything that is refused.
  if ((header[124] ?? 0) & 0x80) return Number.MAX_SAFE_INTEGER;
  return Number.parseInt(text(header, 124, 12), 8) || 0;
}

function nameOf(header: Buffer): string {
  const prefix = text(header, 257, 5) === 'ustar' && header[262] === 0 ? text(header, 345, 155) : '';
  return prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
}

function text(header: Buffer, start: number, length: number): string {
  return header
    .toString('utf8', start, start + length)
    .replace(/\0.*$/s, '')
    .trim();
}

/** `<length> <key>=<value>\n`, again and again. */
function paxOf(content: Buffer): { readonly path?: string; readonly size?: number } {
  let found: { readonly path?: string; readonly size?: number } = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const length = Number.parseInt(content.toString('latin1', at, space), 10);
    if (space < 0 || !(length > 0)) break;
    const [key = '', ...value] = content.toString('utf8', space + 1, at + length - 1).split('=');
    if (key === 'path') found = { ...found, path: value.join('=') };
    if (key === 'size') found = { ...found, size: Number(value.join('=')) };
    at += length;
  }
  return found;
}
