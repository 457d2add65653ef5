import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Texts by the digest of what they were made of. */
export interface ContentCache {
  get(key: string): Promise<string | undefined>;
  /** Never fails: a cache that cannot be written costs time and nothing else. */
  set(key: string, value: string): Promise<void>;
  /**
   * Deletes the entries that were not used for longest until the rest fits; does nothing when nothing was
   * written.
   */
  prune(): Promise<void>;
}

const DIGEST_LENGTH = 64;
const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;
const DAY_MS = 86_400_000;

/** Remembers nothing. */
export const NO_CACHE: ContentCache = { get: async () => undefined, set: async () => {}, prune: async () => {} };

/**
 * A cache in a folder that several processes may share: an entry appears whole or not at all, and a damaged
 * one counts as absent.
 *
 * @param maxBytes what `prune` leaves at most
 */
export function createContentCache(folder: string, maxBytes = DEFAULT_MAX_BYTES): ContentCache {
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), key.slice(2));
  let written = false;
  return {
    async get(key) {
      const path = pathOf(key);
      try {
        const text = await readFile(path, 'utf8');
        const value = text.slice(DIGEST_LENGTH);
        if (digestOf(value) === text.slice(0, DIGEST_LENGTH)) {
          await markAsUsed(path);
          return value;
        }
        await unlink(path);
      } catch {
        // Absent, or deleted by another process meanwhile.
      }
      return undefined;
    },
    async set(key, value) {
      const path = pathOf(key);
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        // What was rendered may hold secrets.
        await writeFile(temporary, digestOf(value) + value, { mode: 0o600 });
        await rename(temporary, path);
        written = true;
      } catch {
        await rm(temporary, { force: true }).catch(() => {});
      }
    },
    prune: async () => (written ? prune(folder, maxBytes) : undefined),
  };
}

/** Once a day is exact enough to know what was not used for longest. */
async function markAsUsed(path: string): Promise<void> {
  const now = Date.now();
  if (now - (await stat(path)).mtimeMs > DAY_MS) await utimes(path, new Date(now), new Date(now));
}

async function prune(folder: string, maxBytes: number): Promise<void> {
  const entries: { readonly path: string; readonly size: number; readonly used: number }[] = [];
  for (const part of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, part)).catch(() => [])) {
      const path = join(folder, part, name);
      const facts = await stat(path).catch(() => undefined);
      if (facts?.isFile()) entries.push({ path, size: facts.size, used: facts.mtimeMs });
    }
  }
  let total = entries.reduce((sum, entry) => sum + entry.size, 0);
  for (const entry of entries.sort((left, right) => left.used - right.used)) {
    const abandoned = entry.path.endsWith('.tmp') && Date.now() - entry.used > DAY_MS;
    if (total <= maxBytes && !abandoned) continue;
    await unlink(entry.path).catch(() => {});
    total -= entry.size;
  }
}

function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
