import { posix } from 'node:path';
import type { GitGenerator } from './generator.js';
import type { GeneratorFiles } from './generator-context.js';
import { goPathMatch } from './go-path-match.js';
import { normalizeName } from './normalize-name.js';
import type { Parameters } from './parameters.js';
import { indexedSegments } from './path-segments.js';

/**
 * One set of parameters for each selected folder. An exclusion wins over every selection. Hidden folders are
 * ignored.
 */
export function gitDirectories(
  { directories = [], pathParamPrefix = '' }: GitGenerator,
  { paths }: GeneratorFiles,
  goTemplate: boolean,
): readonly Parameters[] {
  const wanted = directories.filter(({ exclude }) => exclude !== true).map(({ path }) => goPathMatch(path));
  const unwanted = directories.filter(({ exclude }) => exclude === true).map(({ path }) => goPathMatch(path));
  return foldersOf(paths)
    .filter((folder) => wanted.some((matches) => matches(folder)) && !unwanted.some((matches) => matches(folder)))
    .map((folder) => describe(folder, pathParamPrefix, goTemplate));
}

/** The folders, in the order of a walk through the tree. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  // A slash sorts before every other character of a name.
  const key = (folder: string) => folder.replaceAll('/', '\0');
  return [...folders]
    .filter((folder) => !/(^|\/)\./.test(folder))
    .map((folder) => [key(folder), folder] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, folder]) => folder);
}

function describe(folder: string, prefix: string, goTemplate: boolean): Parameters {
  const basename = posix.basename(folder);
  if (goTemplate) {
    const path = { path: folder, basename, basenameNormalized: normalizeName(basename), segments: folder.split('/') };
    return prefix === '' ? { path } : { [prefix]: { path } };
  }
  const name = prefix === '' ? 'path' : `${prefix}.path`;
  return {
    [name]: folder,
    [`${name}.basename`]: basename,
    [`${name}.basenameNormalized`]: normalizeName(basename),
    ...indexedSegments(name, folder),
  };
}
