import { posix } from 'node:path';
import { isRecord } from '../../../manifest/kube-object.js';
import { parseYaml } from '../../../manifest/yaml.js';
import { flatten } from './flatten.js';
import { formatGo } from './format-go.js';
import type { GitGenerator } from './generator.js';
import type { GeneratorFiles } from './generator-context.js';
import { invalidSet } from './invalid-set.js';
import { normalizeName } from './normalize-name.js';
import type { Parameters } from './parameters.js';
import { indexedSegments } from './path-segments.js';
import { pathspec } from './pathspec.js';

/**
 * One set of parameters for each selected YAML or JSON file, or for each item of a file with a list, sorted
 * by path.
 */
export async function gitFiles(
  { files = [], pathParamPrefix = '' }: GitGenerator,
  found: GeneratorFiles,
  goTemplate: boolean,
): Promise<readonly Parameters[]> {
  const wanted = files.filter(({ exclude }) => exclude !== true).map(({ path }) => pathspec(path));
  const unwanted = files.filter(({ exclude }) => exclude === true).map(({ path }) => pathspec(path));
  const paths = found.paths
    .filter((file) => wanted.some((matches) => matches(file)) && !unwanted.some((matches) => matches(file)))
    .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const sets = paths.map(async (file) =>
    readSets(await found.read(file), file).map((content) => describe(content, file, pathParamPrefix, goTemplate)),
  );
  return (await Promise.all(sets)).flat();
}

function readSets(text: string, file: string): readonly Parameters[] {
  const [first = {}] = parseYaml(text, file, 'last');
  if (isRecord(first)) return [first];
  if (Array.isArray(first) && first.every((item) => item === null || isRecord(item)))
    return first.map((item) => (item ?? {}) as Parameters);
  throw invalidSet(`the file '${file}' of a git generator holds neither a mapping nor a list of mappings`, {
    source: { file },
    hint: 'Correct the file, or exclude it: { path: …, exclude: true }.',
  });
}

function describe(content: Parameters, file: string, prefix: string, goTemplate: boolean): Parameters {
  const folder = posix.dirname(file);
  const basename = posix.basename(folder);
  const filename = posix.basename(file);
  const normalized = { basenameNormalized: normalizeName(basename), filenameNormalized: normalizeName(filename) };
  if (goTemplate) {
    const path = { path: folder, basename, filename, ...normalized, segments: folder.split('/') };
    return { ...content, ...(prefix === '' ? { path } : { [prefix]: { path } }) };
  }
  const name = prefix === '' ? 'path' : `${prefix}.path`;
  const facts = Object.entries({ basename, filename, ...normalized }).map(([key, value]) => [`${name}.${key}`, value]);
  const flat = Object.entries(flatten(content)).map(([key, value]) => [key, formatGo(value)]);
  return {
    ...Object.fromEntries(flat),
    [name]: folder,
    ...Object.fromEntries(facts),
    ...indexedSegments(name, folder),
  };
}
