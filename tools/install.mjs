// Installs the npm packages of the lock file where they are missing or older than it. Needs nothing but Node
// and npm.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { explainNpmFailure } from './explain-npm-failure.mjs';
import { interruptedBy, runChild } from './run-child.mjs';
import { ToolFailure } from './tool-failure.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
/**
 * A folder, which is made by one process only. It holds the numbers of that process and of its npm, which
 * goes on when the first is killed. (The lock of src/local-cluster needs packages that are not there yet.)
 */
const LOCK = join(ROOT, '.cache/install.lock');

/**
 * Whether `npm ci` is needed: npm writes its own lock file last, so an interrupted installation counts as
 * none.
 */
export function packagesAreMissing() {
  return !existsSync(INSTALLED) || statSync(join(ROOT, 'package-lock.json')).mtimeMs > statSync(INSTALLED).mtimeMs;
}

/**
 * Runs `npm ci` where it is needed; waits for another process that does so in this clone.
 *
 * @param {(text: string) => void} note is told for whom it waits
 * @throws ToolFailure
 */
export async function installPackages(note) {
  if (!packagesAreMissing()) return;
  await lock(note);
  try {
    if (!packagesAreMissing()) return;
    // npm takes CI for a wish to be quiet about what matters.
    const { CI: _, ...env } = process.env;
    const { code, stdout, stderr } = await runChild('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: ROOT,
      env,
      onStart: (pid) => writeFileSync(join(LOCK, 'npm'), String(pid)),
    });
    if (interruptedBy() !== undefined) throw new ToolFailure(`Stopped by ${interruptedBy()}`, 'Run the command again.');
    if (code === 'ENOENT')
      throw new ToolFailure(
        "The command 'npm' is not on the PATH",
        'It comes with Node.js: https://nodejs.org/en/download',
      );
    if (code !== 0) throw explainNpmFailure(`${stderr}\n${stdout}`);
    const now = new Date();
    utimesSync(INSTALLED, now, now);
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

async function lock(note) {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(LOCK);
      writeFileSync(join(LOCK, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOf(LOCK);
    if (waited % 30 === 0 && holder !== undefined)
      note(`process ${holder} installs the same packages: waiting (if it does not, remove '${LOCK}')`);
    await sleep(500);
    // Whoever made the folder writes its number at once: one that names no living process is left over.
    if (holder === undefined && holderOf(LOCK) === undefined) rmSync(LOCK, { recursive: true, force: true });
  }
}

/** The process that works; undefined when none does any more. */
function holderOf(folder) {
  return ['pid', 'npm'].map((name) => numberIn(join(folder, name))).find((pid) => pid !== undefined && runs(pid));
}

function numberIn(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (packagesAreMissing()) console.log('[install] npm ci');
  try {
    await installPackages((text) => console.log(`[install] ${text}`));
  } catch (error) {
    console.error(`[install] ${error.message}`);
    process.exitCode = 1;
  }
}
