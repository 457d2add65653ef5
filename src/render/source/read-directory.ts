import { posix } from 'node:path';
import { matchesGlob } from '../../argocd/glob.js';
import type { Jsonnet, JsonnetVariable } from '../../engines/jsonnet/jsonnet.js';
import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { readManifests } from '../../manifest/read-manifests.js';
import { placeInFile } from '../../manifest/text-place.js';
import { anyText } from '../../manifest/untyped.js';
import { isBehindLink } from './is-behind-link.js';
import { readManifestFile } from './read-manifest-file.js';
import { warningOf } from './render-warning.js';
import { type SourceContext, unsupportedSource } from './source-context.js';
import { substitute } from './substitute.js';

type Fields = Readonly<Record<string, unknown>>;

/** Argo CD ignores a file that contains this text. */
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
        return file.endsWith('.jsonnet')
          ? await evaluate(context, options, name, jsonnet)
          : readFile(content, name, context);
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

function readFile(content: string, name: string, { warn }: SourceContext): readonly KubeObject[] {
  const { objects, problems, oddities } = readManifestFile(content, name);
  GitopsError.throwAll(problems);
  for (const oddity of oddities) warn(warningOf(oddity, placeInFile(name)));
  return objects;
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
    ? options['libs'].map((folder) => posix.normalize(anyText(folder).replace(/^\/+/, '')).replace(/\/$/, ''))
    : [];
  const value = await jsonnet()
    .evaluate({
      files: context.tree.files,
      file,
      libraries: [context.path, ...libraries],
      extVariables: variables(options['extVars'], context),
      topLevelArguments: variables(options['tlas'], context),
    })
    .catch((error: unknown) => {
      throw GitopsError.is(error) ? error.with(({ source }) => ({ source: source ?? { file } })) : error;
    });
  const documents = (Array.isArray(value) ? value : [value]).filter((one) => one !== null);
  const place = placeInFile(file);
  const { objects, problems } = readManifests(
    documents.map((one) => ({ value: one, line: 1, oddities: [] })),
    () => place(),
  );
  GitopsError.throwAll(problems);
  return objects;
}

function variables(given: unknown, context: SourceContext): readonly JsonnetVariable[] {
  return (Array.isArray(given) ? given.filter(isRecord) : []).map(({ name, value, code }) => ({
    name: anyText(name),
    value: substitute(anyText(value ?? ''), context),
    code: code === true,
  }));
}
