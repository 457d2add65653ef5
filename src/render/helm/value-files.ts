import { posix } from 'node:path';
import { matchesGlob } from '../../argocd/glob.js';
import type { NamedText } from '../../engines/helm/helm.js';
import { GitopsError } from '../../errors.js';
import { missingPath, type SourceContext, type SourceTree, unsupportedSource } from '../source/source-context.js';
import { substitute } from '../source/substitute.js';

/**
 * The value files that a Helm source names, in order: beside the chart, from the root of the repository
 * (`/…`), from another source (`$ref/…`), or by a glob.
 *
 * @throws GitopsError RENDER_PATH_MISSING, RENDER_UNSUPPORTED for one that is elsewhere
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values-files
 */
export function valueFiles(
  context: SourceContext,
  names: readonly string[],
  ignoreMissing: boolean,
): readonly NamedText[] {
  return names.flatMap((name) => {
    const { path, tree } = resolveFile(context, name);
    // One that is there is not missing, whatever it is.
    const unreadable = [...(tree.unreadable ?? [])].filter(
      ([one]) => one === path || (isGlob(path) && fits(one, path)),
    );
    GitopsError.throwAll(unreadable.map(([, problem]) => problem));
    const named = tree.files.has(path) ? [path] : [];
    const found = isGlob(path) ? expand(tree, path) : named;
    if (found.length === 0 && !ignoreMissing)
      throw missingPath(context, `the value file '${name}'`, 'spec.source.helm.valueFiles');
    return found.map((file) => ({ name: file, content: tree.files.get(file) ?? '' }));
  });
}

/**
 * A file that a Helm source names, relative to the root of the repository that it is in. @throws GitopsError
 * RENDER_UNSUPPORTED
 */
export function resolveFile(
  context: SourceContext,
  name: string,
): { readonly tree: SourceTree; readonly path: string } {
  const reference = /^\$([^/]+)\//.exec(name)?.[1];
  const known = reference === undefined ? undefined : context.references.get(reference);
  if (known !== undefined) {
    if (GitopsError.is(known)) throw known;
    return {
      tree: known,
      path: inside(context, name, posix.normalize(substitute(name.slice(name.indexOf('/') + 1), context))),
    };
  }
  const text = substitute(name, context);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    throw unsupportedSource(context, `the file '${text}' of a server`, 'Commit the file, and name it by its path.');
  const path = text.startsWith('/') ? posix.normalize(text.slice(1)) : posix.join(context.path, text);
  return { tree: context.tree, path: inside(context, name, path) };
}

function inside(context: SourceContext, name: string, path: string): string {
  if (path !== '..' && !path.startsWith('../') && !path.startsWith('/')) return path;
  const { application, file } = context;
  throw new GitopsError(
    'RENDER_PATH_MISSING',
    `Argo Application '${application.metadata.name}' names the file '${name}', which is outside of the repository`,
    {
      source: { file },
      hint: 'Name a file of the repository.',
    },
  );
}

function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** `*` stays within a folder, `**` does not; sorted. */
function expand(tree: SourceTree, pattern: string): readonly string[] {
  return tree.files.paths().filter((path) => fits(path, pattern));
}

function fits(path: string, pattern: string): boolean {
  // With as many slashes as the pattern, no `*` can have matched one.
  const isAsDeep = pattern.includes('**') || path.split('/').length === pattern.split('/').length;
  return isAsDeep && matchesGlob(path, pattern.replaceAll('**/', '{**/,}'));
}
