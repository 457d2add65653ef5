// Builds engines anew, in folders and with caches of Go of their own, and compares them with those of this
// clone: what is shipped can be made again, byte for byte.
//   usage: node tools/reproduce-engines.mjs [NAME …]     default: all of them, which takes minutes; ends with 1 when one differs
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildEngine, ENGINES } from './build-engine.mjs';

const SHIPPED = join(dirname(fileURLToPath(import.meta.url)), '../lib/engines/wasm');
const names = process.argv.slice(2);
const unknown = names.filter((name) => !ENGINES.some((engine) => engine.name === name));
if (unknown.length > 0) {
  console.error(
    `[reproduce] there is no engine ${unknown.join(', ')}: there are ${ENGINES.map(({ name }) => name).join(', ')}`,
  );
  process.exit(64);
}

const folder = mkdtempSync(join(tmpdir(), 'reproduce-engines-'));
process.env.GOCACHE = join(folder, 'gocache');
process.env.GOMODCACHE = join(folder, 'gomod');
try {
  for (const engine of ENGINES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const work = join(folder, engine.name);
    mkdirSync(work);
    const made = digestOf(join(await buildEngine(engine, work), `${engine.name}.wasm.gz`));
    const shipped = digestOf(join(SHIPPED, `${engine.name}.wasm.gz`));
    console.log(
      `[reproduce] ${engine.name}: ${made === shipped ? `equal, ${made}` : `built ${made}, in lib/ is ${shipped}`}`,
    );
    if (made !== shipped) process.exitCode = 1;
  }
} finally {
  makeWritable(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** Of the module itself: how it is packed depends on the version of Node.js. */
function digestOf(file) {
  return createHash('sha256')
    .update(gunzipSync(readFileSync(file)))
    .digest('hex');
}

/** Go's module cache is read-only. */
function makeWritable(directory) {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(join(directory, entry.name));
}
