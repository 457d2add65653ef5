// A command of a peer, built from the pinned Go module in a folder beside this file and kept in the user's cache: for tests and benchmarks that compare with it.
//   usage: node tools/go-command.mjs NAME PACKAGE     prints its path
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of the command: the cached one, or a new build.
 *
 * @param {string} name of the command, and of the folder with its go.mod
 * @param {string} path the Go package of the command
 * @throws when Go fails
 */
export function goCommand(name, path) {
  const { module, binary } = placeOf(name);
  if (existsSync(binary)) return binary;
  mkdirSync(dirname(binary), { recursive: true });
  const temporary = `${binary}.${randomUUID()}`;
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-mod=readonly' };
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', temporary, path];
  execFileSync('go', args, { cwd: module, env, stdio: ['ignore', 'inherit', 'inherit'] });
  renameSync(temporary, binary);
  return binary;
}

/** Path of the command where it was built before; undefined otherwise. */
export function builtGoCommand(name) {
  const { binary } = placeOf(name);
  return existsSync(binary) ? binary : undefined;
}

function placeOf(name) {
  const module = join(dirname(fileURLToPath(import.meta.url)), name);
  const digest = createHash('sha256')
    .update(readFileSync(join(module, 'go.mod')))
    .update(readFileSync(join(module, 'go.sum')));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), `cdk8s-gitops/${name}-command`);
  return { module, binary: join(cache, digest.digest('hex').slice(0, 12), name) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(goCommand(process.argv[2], process.argv[3]));
