// lib/engines/wasm: the engines of engines/, each built once per content and kept in the user's cache, so
// that another clone needs no Go.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildEngine, ENGINES, engineDigest, engineIndex, enginesDigest, RUNTIME } from './build-engine.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { removeLeftovers } from './remove-leftovers.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUTPUT = join(ROOT, 'lib/engines/wasm');
const CACHE = join(cacheFolder(), 'engines');
/** Held by whoever builds engines into the cache. */
export const ENGINES_LOCK = join(CACHE, 'build.lock');

/** The names of the engines that are not in the cache. */
export function missingEngines() {
  return enginesAreAssembled()
    ? []
    : ENGINES.map(({ name }) => name).filter((name) => engineIndex(engineCache(name)) === undefined);
}

/** Whether lib/engines/wasm is what engines/ says. */
export function enginesAreAssembled() {
  return engineIndex(OUTPUT)?.sources === enginesDigest();
}

/**
 * The folder in the cache with what was built of an engine's present sources, and `test/` with data for its
 * tests.
 */
export function engineCache(name) {
  return join(CACHE, `${name}-${engineDigest(name)}`);
}

/**
 * Builds one engine into the cache; the caller holds ENGINES_LOCK.
 *
 * @throws GoFailure
 */
export async function makeEngine(name) {
  mkdirSync(CACHE, { recursive: true });
  removeLeftovers(CACHE, '.build');
  const work = mkdtempSync(join(CACHE, `.build-${process.pid}-`));
  try {
    const result = await buildEngine(
      ENGINES.find((engine) => engine.name === name),
      work,
    );
    rmSync(engineCache(name), { recursive: true, force: true });
    renameSync(result, engineCache(name));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Fills lib/engines/wasm from the cache. Its index goes first and comes last: without it the folder counts as
 * empty.
 */
export async function assembleEngines() {
  // Built by different versions of Go at different times: one runtime has to fit all.
  const runtimes = new Set(ENGINES.map(({ name }) => readFileSync(join(engineCache(name), RUNTIME), 'utf8')));
  if (runtimes.size > 1) for (const { name } of ENGINES) await makeEngine(name);
  const notices = new Map();
  const engines = {};
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  for (const { name } of ENGINES) {
    const cached = engineCache(name);
    const { notices: own, ...entry } = engineIndex(cached);
    engines[name] = entry;
    for (const [module, text] of own) notices.set(module, text);
    for (const file of readdirSync(cached, { withFileTypes: true }))
      if (file.isFile() && file.name !== 'engines.json') copyFileSync(join(cached, file.name), join(OUTPUT, file.name));
  }
  copyFileSync(join(ROOT, 'engines/worker.mjs'), join(OUTPUT, 'worker.mjs'));
  writeFileSync(join(OUTPUT, 'THIRD_PARTY_NOTICES'), noticesText(notices));
  const index = join(OUTPUT, 'engines.json');
  writeFileSync(`${index}.partial`, `${JSON.stringify({ sources: enginesDigest(), engines }, null, 2)}\n`);
  renameSync(`${index}.partial`, index);
}

function noticesText(notices) {
  const parts = [...notices]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([module, text]) => `${'='.repeat(80)}\n${module}\n${'='.repeat(80)}\n\n${text}\n`);
  return `The WebAssembly modules beside this file are compiled from the following.\n\n${parts.join('\n')}`;
}
