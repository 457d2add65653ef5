import { posix } from 'node:path';
import { inputFinder } from '../../engines/kustomize/build-inputs.js';
import { isKustomizationFile } from '../../engines/kustomize/kustomization-files.js';
import type { FileSet } from '../../files/file-set.js';
import { firstAtLeast } from '../../files/first-at-least.js';
import type { SourceTree } from '../source/source-context.js';

/** Chains of files that refer to files are rarely longer. */
const MOST_ROUNDS = 5;
/**
 * A larger text is a bundle of manifests, which refers to no files. Kustomizations are searched whatever
 * their size.
 */
const LONGEST_TEXT = 256 * 1024;

/**
 * A tree with all files that building a directory may need: files below the directories that it loads to
 * which one of its files refers, and the files of its charts.
 *
 * @param more directories that the Argo Application adds
 */
export async function completeBuild(
  tree: SourceTree,
  directory: string,
  more: readonly string[] = [],
): Promise<SourceTree> {
  let current = tree;
  for (let round = 0; current.unread !== undefined && round < MOST_ROUNDS; round++) {
    const { files, unread } = current;
    const needed = [directory, ...more].flatMap((one) => neededBy(files, one, unread.paths));
    if (needed.length === 0) return current;
    current = await unread.read(needed);
  }
  return current;
}

function neededBy(files: FileSet, directory: string, unread: readonly string[]): readonly string[] {
  const { paths, directories } = inputFinder(files)(directory);
  const near = [...new Set(directories.flatMap((one) => pathsBelow(unread, one)))];
  const names = new Set(near.map((path) => posix.basename(path)));
  const named = new Set<string>();
  const outside: string[] = [];
  for (const path of paths) {
    const isKustomization = isKustomizationFile(path);
    if (!isKustomization && near.length === 0) continue;
    const text = files.get(path) ?? '';
    if (!isKustomization && text.length > LONGEST_TEXT) continue;
    for (const [token] of text.matchAll(TOKEN)) {
      const name = token.slice(token.lastIndexOf('/') + 1);
      if (names.has(name)) named.add(name);
      // Without load restrictions a build also reads files outside of its folder.
      if (isKustomization && token.includes('../')) outside.push(posix.join(posix.dirname(path), token));
    }
    for (const name of names) if (DIVIDED.test(name) && text.includes(name)) named.add(name);
  }
  const isNeeded = (path: string) => named.has(posix.basename(path)) || isOfChart(files, path);
  return [...near.filter(isNeeded), ...outside.filter((path) => unread[firstAtLeast(unread, path)] === path)];
}

/** A text that may be a path, or the end of a path. */
const TOKEN = /[^\s"'=,[\]{}]+/g;
const DIVIDED = /[\s"'=,[\]{}]/;

/** Templates may read every file of their chart. */
function isOfChart(files: FileSet, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, depth) => files.has([...parts.slice(0, depth), 'Chart.yaml'].join('/')));
}

function pathsBelow(sorted: readonly string[], directory: string): readonly string[] {
  if (directory === '.') return sorted;
  const prefix = `${directory}/`;
  const start = firstAtLeast(sorted, prefix);
  let end = start;
  while (sorted[end]?.startsWith(prefix)) end++;
  return sorted.slice(start, end);
}
