import { posix } from 'node:path';
import { matchesGlob } from '../../argocd/glob.js';
import type { Jsonnet, JsonnetVariable } from '../../engines/jsonnet/jsonnet.js';
import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { parseObjects } from '../../manifest/yaml.js';
import { isBehindLink } from './is-behind-link.js';
import { type SourceContext, unsupportedSource } from './source-context.js';
import { substitute } from './substitute.js';

type Fields = Readonly<Record<string, unknown>>;

/** A file that contains it is none of Argo CD's. */
const SKIP_MARKER = '+argocd:skip-file-rendering';

/**
 * The objects of a plain directory, as Argo CD's directory source reads it: `.yaml`, `.yml`, `.json` and
 * `.jsonnet`, sub-folders only with `recurse`, `exclude` before `include`.
 *
 * @param jsonnet makes the engine when there is a `.jsonnet` file
 * @returns the objects, or the error of all files that cannot be read
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export async function readDirectory(
  context: SourceContext,
  jsonnet: (() => Jsonnet) | undefined,
): Promise<readonly KubeObject[] | GitopsError> {
  const { source, path, tree } = context;
  const options = source.directory ?? {};
  if (options.disableExtensionFilter === true)
    return unsupportedSource(context, 'spec.source.directory.disableExtensionFilter');
  const chosen = tree.files
    .below(path)
    .entries()
    .filter(([file, content]) => isChosenFile(file, options) && !content.includes(SKIP_MARKER))
    .filter(([file]) => !isBehindLink(posix.join(path, file), tree.links));
  const results = await Promise.all(
    chosen.map(async ([file, content]) => {
      try {
        const name = posix.join(path, file);
        return file.endsWith('.jsonnet') ? await evaluate(context, options, name, jsonnet) : readFile(content, name);
      } catch (error) {
        if (GitopsError.is(error)) return error;
        throw error;
      }
    }),
  );
  const problems = results.filter((result) => GitopsError.is(result));
  return problems.length > 0
    ? GitopsError.all(problems)
    : results.flatMap((result) => (GitopsError.is(result) ? [] : result));
}

/** Whether a directory source reads a file, by its name relative to the directory. Pure. */
export function isChosenFile(path: string, { recurse, include, exclude }: Fields): boolean {
  if (!/\.(ya?ml|json|jsonnet)$/.test(path) || (path.includes('/') && recurse !== true)) return false;
  if (typeof exclude === 'string' && exclude !== '' && matchesGlob(path, exclude)) return false;
  return typeof include !== 'string' || include === '' || matchesGlob(path, include);
}

/** YAML that does not look like a manifest at all is passed over, as Argo CD does; JSON is not. */
function readFile(content: string, name: string): readonly KubeObject[] {
  try {
    return parseObjects(content, name);
  } catch (error) {
    const looksLikeManifest = ['apiVersion:', 'kind:', 'metadata:'].every((field) => content.includes(field));
    if (name.endsWith('.json') || looksLikeManifest) throw error;
    return [];
  }
}

async function evaluate(
  context: SourceContext,
  directory: Fields,
  file: string,
  jsonnet: (() => Jsonnet) | undefined,
): Promise<readonly KubeObject[]> {
  if (jsonnet === undefined) throw unsupportedSource(context, `the Jsonnet file '${file}'`);
  const options: Fields = isRecord(directory['jsonnet']) ? directory['jsonnet'] : {};
  const libraries = Array.isArray(options['libs'])
    ? options['libs'].map((folder) => posix.normalize(String(folder).replace(/^\/+|\/+$/g, '')))
    : [];
  const value = await jsonnet().evaluate({
    files: context.tree.files,
    file,
    libraries: [context.path, ...libraries],
    extVariables: variables(options['extVars'], context),
    topLevelArguments: variables(options['tlas'], context),
  });
  return (Array.isArray(value) ? value : [value]).flatMap((object) => parseObjects(JSON.stringify(object), file));
}

function variables(given: unknown, context: SourceContext): readonly JsonnetVariable[] {
  return (Array.isArray(given) ? given.filter(isRecord) : []).map(({ name, value, code }) => ({
    name: String(name),
    value: substitute(String(value ?? ''), context),
    code: code === true,
  }));
}
