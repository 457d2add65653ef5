import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { FileSet } from '../../files/file-set.js';
import { firstAtLeast } from '../../files/first-at-least.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import { isRecord } from '../../manifest/kube-object.js';
import { kustomizationDocuments } from './kustomization-documents.js';
import { KUSTOMIZATION_FILES } from './kustomization-files.js';

/** The files that one build can read, and their digest. */
export interface BuildInputs {
  readonly digest: string;
  readonly paths: readonly string[];
  /** The directories below which the build can read everything. */
  readonly directories: readonly string[];
}

/** A directory that kustomize loads as a unit. */
interface Root {
  readonly paths: readonly string[];
  readonly digest: string;
  /** Directories that its kustomization file may load. */
  readonly directories: readonly string[];
}

/**
 * Finds the files of a FileSet that builds can read: everything below the directory, and below each directory
 * to which its kustomization files refer, at any depth. kustomize refuses files outside of these. Such files
 * are included when a kustomization refers to them, so that kustomize can report them.
 *
 * @see https://kubectl.docs.kubernetes.io/faq/kustomize/#security-file-foo-is-not-in-or-below-bar
 */
export function inputFinder(files: FileSet): (directory: string) => BuildInputs {
  const find = finders.get(files) ?? createInputFinder(files);
  finders.set(files, find);
  return find;
}

/** The results for a FileSet serve all its builds. */
const finders = new WeakMap<FileSet, (directory: string) => BuildInputs>();

function createInputFinder(files: FileSet): (directory: string) => BuildInputs {
  const all = files.paths();
  const roots = new Map<string, Root>();
  const rootAt = (directory: string): Root => {
    const known = roots.get(directory);
    if (known) return known;
    const root = readRoot(files, all, directory);
    roots.set(directory, root);
    return root;
  };
  return (directory) => {
    const visited = new Map<string, Root>();
    const pending = [posix.normalize(directory)];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (visited.has(next)) continue;
      const root = rootAt(next);
      visited.set(next, root);
      pending.push(...root.directories);
    }
    const hash = createHash('sha256');
    for (const [path, root] of [...visited].sort(([left], [right]) => (left < right ? -1 : 1)))
      hash.update(`${path}\0${root.digest}\0`);
    return {
      digest: hash.digest('hex'),
      paths: [...new Set([...visited.values()].flatMap((root) => root.paths))],
      directories: [...visited.keys()],
    };
  };
}

/** The kustomization file of a directory, by kustomize's own names; undefined when it has none. */
export function findKustomizationFile(files: FileSet, directory: string): string | undefined {
  return KUSTOMIZATION_FILES.map((name) => posix.join(directory, name)).find((path) => files.has(path));
}

function readRoot(files: FileSet, all: readonly string[], directory: string): Root {
  const named = namedPaths(files, directory);
  const paths = [
    ...pathsBelow(all, directory),
    ...named.filter((path) => files.has(path) && !isBelow(path, directory)),
  ];
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = files.get(path) ?? '';
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return { paths, digest: hash.digest('hex'), directories: named.filter((path) => hasBelow(all, path)) };
}

/** Every text in the kustomization file that may be a path. */
export function namedPaths(files: FileSet, directory: string): readonly string[] {
  const file = findKustomizationFile(files, directory);
  if (file === undefined) return [];
  try {
    const texts = stringsIn(kustomizationDocuments(files, file));
    const paths = [...texts].map((text) => posix.normalize(posix.join(directory, trimEndOf(text, '/'))));
    return [...new Set(paths.filter((path) => !path.startsWith('..')))];
  } catch {
    // kustomize may still read it, so that any file may matter.
    return ['.'];
  }
}

function* stringsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (isRecord(value)) for (const item of Object.values(value)) yield* stringsIn(item);
}

/**
 * The sorted paths below a directory, found by binary search, because a FileSet may have a whole repository.
 */
function pathsBelow(all: readonly string[], directory: string): readonly string[] {
  if (directory === '.') return all;
  const prefix = `${directory}/`;
  let end = firstAtLeast(all, prefix);
  const start = end;
  while (all[end]?.startsWith(prefix)) end++;
  return all.slice(start, end);
}

function isBelow(path: string, directory: string): boolean {
  return directory === '.' || path.startsWith(`${directory}/`);
}

function hasBelow(all: readonly string[], directory: string): boolean {
  return directory === '.'
    ? all.length > 0
    : (all[firstAtLeast(all, `${directory}/`)]?.startsWith(`${directory}/`) ?? false);
}
