import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import { withoutCredentials } from '../../host/address.js';
import { createContentCache, NO_CACHE } from '../../host/content-cache.js';

/** What servers said, kept between runs. Keys hold no credentials: URLs come without. */
export interface SourceCache {
  /** What never changes, such as the files of a commit: asked for once. */
  pinned(what: readonly string[], ask: () => Promise<string>): Promise<string>;
  /**
   * What may change, such as the branches of a repository: asked for once in a run; offline what was said
   * last.
   */
  floating(
    what: readonly string[],
    ask: () => Promise<string>,
  ): Promise<{ readonly text: string; readonly isOld: boolean }>;
}

const MOST_BYTES = 1024 * 1024 * 1024;

/** @param directory of all caches; undefined keeps nothing between runs */
export function createSourceCache(directory: string | undefined, offline: boolean): SourceCache {
  const cache = directory === undefined ? NO_CACHE : createContentCache(join(directory, 'sources'), MOST_BYTES);
  const running = new Map<string, Promise<string>>();
  const once = (key: string, work: () => Promise<string>): Promise<string> => {
    const known = running.get(key) ?? work();
    running.set(key, known);
    return known;
  };
  const keep = async (key: string, text: string): Promise<string> => {
    await cache.set(key, text);
    await cache.prune();
    return text;
  };
  const answer = async (key: string, what: readonly string[], ask: () => Promise<string>): Promise<string> => {
    if (!offline) return keep(key, await ask());
    const known = await cache.get(key);
    if (known !== undefined) return known;
    throw new GitopsError(
      'WORKFLOW_OFFLINE',
      `${what
        .filter((part) => part !== '')
        .map(withoutCredentials)
        .join(' ')} is not in the cache, and nothing is fetched with --offline`,
      {
        hint: 'Run once without --offline.',
      },
    );
  };
  return {
    pinned(what, ask) {
      const key = keyOf('pinned', what);
      return once(key, async () => (await cache.get(key)) ?? answer(key, what, ask));
    },
    async floating(what, ask) {
      const key = keyOf('floating', what);
      return { text: await once(key, () => answer(key, what, ask)), isOld: offline };
    },
  };
}

function keyOf(kind: string, what: readonly string[]): string {
  return createHash('sha256')
    .update(['3', kind, ...what].join('\0'))
    .digest('hex');
}
