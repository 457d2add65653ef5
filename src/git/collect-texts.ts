import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import type { CollectedProblems } from './collect-problems.js';
import type { TolerantReading } from './repository.js';
import { readContent } from './text-file.js';

/** The texts of one read of a folder or of a commit. */
export interface CollectedTexts {
  /** Keeps a file that is text; a file that is not is reported as `readContent` does. */
  add(path: string, content: Uint8Array): void;
  /** @throws GitopsError GIT_TOO_LARGE */
  files(): FileSet;
}

/**
 * The most that one read keeps, in bytes. The largest public repositories of manifests have some 100 MiB. All
 * of it is in memory, and a few MB of Git objects can hold many times as much.
 */
const LARGEST_READ = 1024 * 1024 * 1024;

/** @param limit in bytes, for tests */
export function collectTexts(
  collected: CollectedProblems,
  tolerant: TolerantReading | undefined,
  limit = LARGEST_READ,
): CollectedTexts {
  let files: [string, string][] = [];
  let size = 0;
  return {
    add(path, content) {
      if (size > limit) return;
      const text = collected.attempt(path, () => readContent(path, content, tolerant));
      if (text === undefined) return;
      size += content.length;
      if (size > limit) files = [];
      else files.push([path, text]);
    },
    files() {
      if (size <= limit) return FileSet.of(files);
      throw new GitopsError('GIT_TOO_LARGE', `the text files to read have more than ${limit / 1024 / 1024} MiB`, {
        hint: 'Read a part of them: name a folder with --output-dir, or move large files to another repository.',
      });
    },
  };
}
