import { posix } from 'node:path';
import { GitopsError } from '../errors.js';
import { compareText } from '../manifest/compare-text.js';
import { firstAtLeast } from './first-at-least.js';

/**
 * An immutable set of text files: relative POSIX path → content.
 *
 * Paths are checked once, here: relative, normalised, no `..`, no `.git` folder, no empty part.
 */
export class FileSet {
  static readonly EMPTY = new FileSet(new Map());

  /** @throws GitopsError FILES_UNSAFE_PATH */
  static of(files: Iterable<readonly [path: string, content: string]> | Readonly<Record<string, string>>): FileSet {
    const entries =
      Symbol.iterator in files ? [...(files as Iterable<readonly [string, string]>)] : Object.entries(files);
    for (const [path] of entries) assertSafePath(path);
    return new FileSet(new Map([...entries].sort(([left], [right]) => compareText(left, right))));
  }

  readonly #files: ReadonlyMap<string, string>;
  /** The paths, once they were needed as a list. */
  #sorted: readonly string[] | undefined;

  private constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  get size(): number {
    return this.#files.size;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  get(path: string): string | undefined {
    return this.#files.get(path);
  }

  /** Sorted. */
  paths(): string[] {
    return [...this.#files.keys()];
  }

  /** Sorted by path. */
  entries(): [path: string, content: string][] {
    return [...this.#files.entries()];
  }

  /** The files below a folder, with paths relative to it. */
  below(folder: string): FileSet {
    if (folder === '' || folder === '.') return this;
    const prefix = `${folder}/`;
    this.#sorted ??= [...this.#files.keys()];
    const found = new Map<string, string>();
    for (let index = firstAtLeast(this.#sorted, prefix); ; index++) {
      const path = this.#sorted[index];
      if (path === undefined || !path.startsWith(prefix)) return new FileSet(found);
      found.set(path.slice(prefix.length), this.#files.get(path) ?? '');
    }
  }

  /** Both sets in one; the other's content wins where both have a path. */
  with(other: FileSet): FileSet {
    return FileSet.of(new Map([...this.#files, ...other.#files]));
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#files);
  }
}

/** @throws GitopsError FILES_UNSAFE_PATH for a path that could leave its folder or reach into `.git` */
export function assertSafePath(path: string): void {
  const parts = path.split('/');
  const safe =
    path !== '' &&
    posix.normalize(path) === path &&
    !posix.isAbsolute(path) &&
    !path.includes('\\') &&
    !path.includes('\0');
  if (safe && !parts.includes('..') && !parts.some((part) => part.toLowerCase() === '.git') && path !== '.') return;
  throw new GitopsError('FILES_UNSAFE_PATH', `'${path}' is not a safe path inside its folder`, {
    hint: 'Use relative paths without "..", "\\" and ".git".',
  });
}
