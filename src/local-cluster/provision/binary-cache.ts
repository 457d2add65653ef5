import { createHash } from 'node:crypto';
import {
  createReadStream,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../host/process-identity.js';
import { writeFileAtomically } from '../../host/write-file-atomically.js';
import { BINARY_NAMES } from './binaries.js';
import type { Component } from './components.js';
import { BUILDER_FILE } from './go-build.js';

/** Where the files of one component came from and what they must be. */
interface ComponentRecord {
  readonly version: string;
  readonly source: string;
  readonly files: Readonly<Record<string, FileRecord>>;
}

interface FileRecord {
  readonly sha256: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** A second name of another file. */
  readonly link?: string;
}

type CacheManifest = Readonly<Record<string, ComponentRecord>>;

/**
 * One set of binaries on disk: `bin/`, and `manifest.json` with a checksum of each file. Writers hold the
 * lock `file`.
 */
export interface BinaryCache {
  readonly directory: string;
  readonly bin: string;
  readonly lock: string;
  /**
   * Whether the files of a component are the recorded ones. Size and time decide; the whole file is hashed
   * when they differ or `thorough` is set.
   */
  holds(component: Component, thorough: boolean): Promise<boolean>;
  /** Whether it was ever added. */
  has(component: Component): boolean;
  /** An empty folder for work in progress; those of ended processes are removed. */
  scratch(): string;
  /** Moves finished files into `bin/` and records them. */
  add(component: Component, finished: string, source: string): Promise<void>;
}

/** Opens the set of this key; makes nothing. */
export function binaryCache(cacheDirectory: string, key: string): BinaryCache {
  const directory = join(cacheDirectory, 'control-plane', key);
  const bin = join(directory, 'bin');
  const manifestFile = join(directory, 'manifest.json');
  const read = () => readManifest(manifestFile);
  const write = (manifest: CacheManifest) =>
    writeFileAtomically(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
  return {
    directory,
    bin,
    lock: `${directory}.lock`,
    async holds(component, thorough) {
      const record = read()[component.name];
      if (record === undefined || component.binaries.some((name) => record.files[BINARY_NAMES[name]] === undefined))
        return false;
      const checks = await Promise.all(
        Object.entries(record.files).map(([name, file]) => isIntact(join(bin, name), file, thorough)),
      );
      return checks.every(Boolean);
    },
    has: (component) => read()[component.name] !== undefined,
    scratch() {
      mkdirSync(directory, { recursive: true });
      removeStaleScratch(directory);
      const scratch = join(
        directory,
        `tmp-${process.pid}-${Buffer.from(identifyProcess(process.pid)?.start ?? '').toString('hex')}-${Date.now()}`,
      );
      mkdirSync(scratch, { recursive: true });
      return scratch;
    },
    async add(component, finished, source) {
      mkdirSync(bin, { recursive: true });
      const names = readdirSync(finished).sort();
      const files: Record<string, FileRecord> = {};
      for (const name of names) files[name] = await describe(join(finished, name));
      for (const name of names) renameSync(join(finished, name), join(bin, name));
      write({ ...read(), [component.name]: { version: component.version, source, files } });
    },
  };
}

function readManifest(file: string): CacheManifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CacheManifest; // written by `add`, atomically
  } catch {
    return {};
  }
}

async function describe(file: string): Promise<FileRecord> {
  const link = lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined;
  if (link !== undefined) return { sha256: '', size: 0, mtimeMs: 0, link };
  const { size, mtimeMs } = statSync(file);
  return { sha256: await hashOf(file), size, mtimeMs };
}

async function isIntact(file: string, record: FileRecord, thorough: boolean): Promise<boolean> {
  try {
    if (record.link !== undefined) return readlinkSync(file) === record.link;
    const { size, mtimeMs, mode } = statSync(file);
    if (size !== record.size || (mode & 0o100) === 0) return false;
    return mtimeMs === record.mtimeMs && !thorough ? true : (await hashOf(file)) === record.sha256;
  } catch {
    return false;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function removeStaleScratch(directory: string): void {
  for (const name of readdirSync(directory)) {
    const [, pid, start] = /^tmp-(\d+)-([0-9a-f]*)-\d+$/.exec(name) ?? [];
    if (pid === undefined || start === undefined) continue;
    const owner: ProcessIdentity = { pid: Number(pid), start: Buffer.from(start, 'hex').toString() };
    if (isAlive(owner)) continue;
    endBuilder(join(directory, name, 'module', BUILDER_FILE));
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** A killed run leaves its compiler behind. */
function endBuilder(file: string): void {
  try {
    const builder = JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity; // written by goBuild
    if (isAlive(builder)) process.kill(-builder.pid, 'SIGKILL');
  } catch {
    // it built nothing, or ended by itself
  }
}
