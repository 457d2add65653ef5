import { posix } from 'node:path';
import type { FileSet } from '../../files/file-set.js';

/**
 * The name in an import is always a literal. Verbatim literals double their quotes instead of escaping them.
 */
const IMPORT = /\bimport(?:str|bin)?\s*(?:@?'([^']*)'|@?"([^"]*)")/g;
/** Any import, also one that the pattern above does not read, such as one with a comment in it. */
const ANY_IMPORT = /\bimport(?:str|bin)?\b/g;

/**
 * The files that the evaluation of a file can read: the file, and its direct and indirect imports. All files,
 * when an import cannot be read without an interpreter.
 */
export function importedFiles(
  files: FileSet,
  file: string,
  libraries: readonly string[],
): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const open = [file];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const text = files.get(path);
    if (text === undefined || found.has(path)) continue;
    found.set(path, text);
    const imports = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
    if (imports.length !== [...text.matchAll(ANY_IMPORT)].length || imports.some((name) => name.includes('\\')))
      return files.toJSON();
    for (const name of imports)
      open.push(...[posix.dirname(path), ...libraries].map((folder) => posix.join(folder, name)));
  }
  return Object.fromEntries([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}
