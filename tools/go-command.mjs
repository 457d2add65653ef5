// A command of a peer, built from the pinned Go module in a folder beside this file and kept in the user's
// cache: for tests and benchmarks that compare with it.
//   usage: node tools/go-command.mjs NAME PACKAGE     prints its path
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { removeLeftovers } from './remove-leftovers.mjs';
import { runGo } from './run-go.mjs';
import { withLock } from './with-lock.mjs';

const FILE = fileURLToPath(import.meta.url);

/**
 * Path of the command: the cached one, or a new build.
 *
 * @param {string} name of the command, and of the folder with its go.mod
 * @param {string} path the Go package of the command
 * @throws when Go fails, which it has told by then
 */
export function goCommand(name, path) {
  const { binary } = placeOf(name);
  if (!existsSync(binary))
    execFileSync(process.execPath, [FILE, name, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return binary;
}

/**
 * The same, in this process.
 *
 * @param {(text: string) => void} [note] is told for whom it waits
 * @throws ToolFailure
 */
export async function makeGoCommand(name, path, note) {
  const { module, binary } = placeOf(name);
  const folder = dirname(binary);
  await withLock(`${folder}.lock`, note, async () => {
    if (existsSync(binary)) return;
    mkdirSync(folder, { recursive: true });
    removeLeftovers(folder, '.build');
    const temporary = join(folder, `.build-${process.pid}-${name}`);
    await runGo(['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', temporary, path], { cwd: module });
    renameSync(temporary, binary);
  });
  return binary;
}

/** Path of the command where it was built before; undefined otherwise. */
export function builtGoCommand(name) {
  const { binary } = placeOf(name);
  return existsSync(binary) ? binary : undefined;
}

function placeOf(name) {
  const module = join(dirname(FILE), name);
  const digest = createHash('sha256')
    .update(readFileSync(join(module, 'go.mod')))
    .update(readFileSync(join(module, 'go.sum')));
  return { module, binary: join(cacheFolder(), `${name}-command`, digest.digest('hex').slice(0, 12), name) };
}

if (process.argv[1] === FILE) {
  try {
    console.log(await makeGoCommand(process.argv[2], process.argv[3], (text) => console.error(`[build] ${text}`)));
  } catch (error) {
    console.error(`[build] ${process.argv[2]} command: ${error.message}`);
    process.exitCode = 1;
  }
}
