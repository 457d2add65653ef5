import { posix } from 'node:path';
import type { FileSet } from '../../files/file-set.js';

/** An import takes a literal only; verbatim ones double their quotes instead of escaping. */
const IMPORT = /\bimport(?:str|bin)?\s*(?:@?'([^']*)'|@?"([^"]*)")/g;
/** An import whose literal is not on the same footing as above, such as after a comment. */
const ANY_IMPORT = /\bimport(?:str|bin)?\b/g;

/**
 * The files that evaluating one can read: itself and what it imports, directly or not. All files when an
 * import cannot be read without an interpreter.
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
