import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { GitopsError } from '../errors.js';

/** The files of one engine, and the version of its build. */
export interface EngineFiles {
  readonly name: string;
  /** SHA-256 of the compressed module, which is part of every cache key. */
  readonly digest: string;
  /** The version of the command that the engine replaces. */
  readonly version: string;
  readonly worker: string;
  readonly goRuntime: string;
  readonly module: string;
}

interface EngineIndex {
  readonly engines: Readonly<
    Record<string, { readonly file: string; readonly digest: string; readonly version: string } | undefined>
  >;
}

/** In the package the folder is next to this file; from src/ it is in lib/. */
const FOLDERS = ['./wasm', '../../lib/engines/wasm'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

/**
 * Finds an engine's files.
 *
 * @param folder the folder to search instead of the package's own
 * @throws GitopsError ENGINE_MISSING
 */
export function findEngine(name: string, folder?: string): EngineFiles {
  const found = folder ?? FOLDERS.find((candidate) => existsSync(join(candidate, 'engines.json')));
  const entry = found === undefined ? undefined : readIndex(found)?.engines[name];
  if (found === undefined || entry === undefined)
    throw missingError(name, `there is no ${name} in '${found ?? FOLDERS[0]}'`);
  return {
    name,
    digest: entry.digest,
    version: entry.version,
    worker: join(found, 'worker.mjs'),
    goRuntime: join(found, 'wasm_exec.js'),
    module: join(found, entry.file),
  };
}

/**
 * The engine's WebAssembly, unpacked and checked against its digest.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export async function readEngine(engine: EngineFiles): Promise<Uint8Array> {
  let packed: Buffer;
  try {
    packed = await readFile(engine.module);
  } catch (cause) {
    throw missingError(engine.name, `'${engine.module}' cannot be read`, cause);
  }
  if (createHash('sha256').update(packed).digest('hex') !== engine.digest)
    throw missingError(engine.name, `'${engine.module}' is damaged`);
  return promisify(gunzip)(packed);
}

function readIndex(folder: string): EngineIndex | undefined {
  try {
    // The build wrote the file in this form.
    return JSON.parse(readFileSync(join(folder, 'engines.json'), 'utf8')) as EngineIndex;
  } catch {
    return undefined;
  }
}

function missingError(name: string, reason: string, cause?: unknown): GitopsError {
  return new GitopsError('ENGINE_MISSING', `the ${name} engine is not built: ${reason}`, {
    hint: 'Run `npm run build` in a clone; in a project, install the package again.',
    cause,
  });
}
