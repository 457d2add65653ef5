import { GitopsError } from '../../errors.js';
import { withoutCredentialsIn } from '../../host/address.js';
import type { CommitPlace } from './commit-place.js';
import { isPartialClone } from './is-partial-clone.js';
import { NO_LAZY_FETCH } from './no-lazy-fetch.js';
import { runGit } from './run-git.js';

/** The limit of one batch, which may be large. */
const LIMIT_MS = 600_000;

/**
 * Fetches the missing blobs of a commit into a partial clone, in one batch, unless it is offline.
 *
 * @returns the blobs that are still missing, with the reason; empty for a complete clone
 */
export async function fetchBlobs(place: CommitPlace, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0 || !isPartialClone(place.common)) return new Map();
  const lacked = await missingIn(place);
  const missing = [...new Set(ids)].filter((id) => lacked.has(id));
  if (missing.length === 0) return new Map();
  const why = place.offline ? 'and nothing is fetched with --offline' : await fetch(place, missing);
  return new Map(why === undefined ? [] : missing.map((id) => [id, why]));
}

/** The missing objects of a commit. Nothing is fetched to find them. */
async function missingIn({ directory, commit }: CommitPlace): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  let rest = '';
  const onOutput = (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('?')) missing.add(line.slice(1));
  };
  const command = ['--objects', '--no-object-names', '--missing=print', '--max-count=1', commit, '--'];
  await runGit({ directory, environment: NO_LAZY_FETCH, onOutput }, 'rev-list', ...command);
  return missing;
}

/**
 * Fetches objects as git itself does. Undefined when they are here now, otherwise the reason why they are
 * not.
 */
async function fetch({ directory }: CommitPlace, ids: readonly string[]): Promise<string | undefined> {
  const remote = await promisorOf(directory);
  if (remote === undefined) return 'and no remote promises it';
  try {
    await runGit(
      { directory, input: `${ids.join('\n')}\n`, limitMs: LIMIT_MS },
      ...['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head'],
      ...['--recurse-submodules=no', '--filter=blob:none', '--stdin', '--', remote],
    );
    return undefined;
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
    return `and '${remote}' did not give it: ${withoutCredentialsIn(error.message)}`;
  }
}

async function promisorOf(directory: string): Promise<string | undefined> {
  const pattern = '^(remote\\..*\\.promisor|extensions\\.partialclone)$';
  const { stdout } = await runGit({ directory, expect: [0, 1] }, 'config', '-z', '--get-regexp', pattern);
  const settings = stdout
    .toString('utf8')
    .split('\0')
    .map((one) => one.split('\n'));
  const named = settings.find(([key]) => key === 'extensions.partialclone')?.[1];
  return named ?? settings.map(([key = '']) => /^remote\.(.*)\.promisor$/.exec(key)?.[1]).find((name) => name);
}
