// Prints, one a line, what is wrong with the folders that a first build writes: not writable, or on a disk
// that is too full. Needs nothing but Node.
//   usage: node tools/check-room.mjs build|demo|test [go]     `go` when something has to be built with Go
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmdirSync, statfsSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { packagesAreMissing } from './install.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MB = 1_000_000;

/**
 * The folders, what they hold after a first `npm test`, and the setting that moves them. What is there
 * already is not counted.
 */
const folders = [
  { path: join(ROOT, 'lib'), needed: 60 * MB, move: 'clone into another folder' },
  { path: cacheFolder(), needed: 400 * MB, move: 'set XDG_CACHE_HOME' },
  { path: tmpdir(), needed: 200 * MB, move: 'set TMPDIR', always: true },
];
if (packagesAreMissing()) {
  const cache = process.env.npm_config_cache || join(homedir(), '.npm');
  folders.push({ path: join(ROOT, 'node_modules'), needed: 400 * MB, move: 'clone into another folder' });
  folders.push({ path: cache, needed: 250 * MB, move: 'set npm_config_cache' });
}
if (process.argv[3] === 'go') {
  const env = { ...process.env, HOME: process.env.HOME || homedir() };
  const [modules, builds] = execFileSync('go', ['env', 'GOMODCACHE', 'GOCACHE'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  }).split('\n');
  folders.push({ path: modules, needed: 2_600 * MB, move: 'set GOMODCACHE' });
  folders.push({ path: builds, needed: 2_400 * MB, move: 'set GOCACHE' });
}

for (const { path, move } of folders) {
  const reason = whyNotWritable(path);
  if (reason !== undefined) console.log(`a folder that can be written instead of '${path}' (${reason}): ${move}`);
}
for (const { places, needed, free } of disks()) {
  if (free >= needed) continue;
  const moves = places.map(({ path, move }) => `'${path}' (${move})`).join(', ');
  console.log(`${gigabytes(needed)} of free disk space, ${gigabytes(free)} are left: free some, or move ${moves}`);
}

function whyNotWritable(path) {
  const folder = existing(path);
  try {
    rmdirSync(mkdtempSync(join(folder, '.cdk8s-gitops-')));
    return undefined;
  } catch (error) {
    return error.code === 'ENOSPC' ? undefined : error.code;
  }
}

/** Folders on one disk share its space. */
function disks() {
  const byDevice = new Map();
  for (const folder of folders) {
    const place = existing(folder.path);
    const { dev } = statSync(place);
    const disk = byDevice.get(dev) ?? { places: [], needed: 0, free: freeBytes(place) };
    byDevice.set(dev, disk);
    if (!folder.always && isFilled(folder.path)) continue;
    disk.needed += folder.needed;
    disk.places.push(folder);
  }
  return [...byDevice.values()];
}

function freeBytes(place) {
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

function isFilled(path) {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false;
  }
}

function existing(path) {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
