import { GitopsError } from '../../errors.js';
import { folderMissing } from '../tree-problems.js';
import type { CommitPlace } from './commit-place.js';
import { isPartialClone } from './is-partial-clone.js';
import { NO_LAZY_FETCH } from './no-lazy-fetch.js';
import { runGit } from './run-git.js';

/** An entry of a commit's tree: a file, a link or a submodule. */
export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

/**
 * All entries below a folder of a commit.
 *
 * @throws GitopsError GIT_FOLDER_NOT_FOUND, GIT_OBJECT_MISSING
 */
export async function listTree(place: CommitPlace, folder: string): Promise<readonly TreeEntry[]> {
  const below = folder === '' ? [] : ['--', `${folder}/`];
  const entries = await lsTree(place, ['-r', '-z', '--full-tree', place.commit, ...below]);
  if (entries.length > 0 || folder === '') return entries;
  const [self] = await lsTree(place, ['-z', '--full-tree', place.commit, '--', folder]);
  if (self?.mode !== '040000') throw folderMissing(folder, place.commit, self?.mode);
  return [];
}

async function lsTree({ directory, common, commit, offline }: CommitPlace, command: readonly string[]) {
  try {
    const environment = offline ? NO_LAZY_FETCH : {};
    return parseTree((await runGit({ directory, environment }, 'ls-tree', ...command)).stdout);
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'GIT_FAILED' || !isPartialClone(common)) throw error;
    throw new GitopsError('GIT_OBJECT_MISSING', `the folders of ${commit.slice(0, 7)} are not in this partial clone`, {
      hint: offline
        ? 'Run once without --offline, which fetches them.'
        : 'Fetch them: git fetch --refetch --no-filter.',
      cause: error,
    });
  }
}

function parseTree(output: Buffer): TreeEntry[] {
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const match = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line);
      return match ? [{ mode: match[1]!, id: match[2]!, path: match[3]! }] : [];
    });
}
