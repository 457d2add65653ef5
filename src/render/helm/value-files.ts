import { posix } from 'node:path';
import type { NamedText } from '../../engines/helm/helm.js';
import { GitopsError } from '../../errors.js';
import { followLinks } from '../../files/follow-links.js';
import { missingPath, type SourceContext, type SourceTree, unsupportedSource } from '../source/source-context.js';
import { substitute } from '../source/substitute.js';
import { unknownReference } from './unknown-reference.js';

/**
 * The value files that a Helm source names, in order: beside the chart, from the root of the repository
 * (`/…`), or from another source (`$ref/…`). A glob is a name like any other, as in Argo CD 3.2.
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
    const problem = tree.unreadable?.get(path);
    if (problem !== undefined) throw problem;
    const content = tree.files.get(path);
    if (content !== undefined) return [{ name: path, content }];
    if (ignoreMissing) return [];
    throw missingFile(context, `the value file '${name}'`, name, 'spec.source.helm.valueFiles');
  });
}

/** A file that is not there, with the reference that is misspelt. */
export function missingFile(context: SourceContext, what: string, name: string, field: string): GitopsError {
  const error = missingPath(context, what, field);
  const ref = unknownReference(name, [...context.references.keys()]);
  return ref === undefined ? error : error.with({ hint: `No source has ref: ${ref}. Add it, or correct the name.` });
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
    const path = posix.join('.', substitute(name.slice(name.indexOf('/')), context).replace(/^\/+/, ''));
    return { tree: known, path: followed(context, name, inside(context, name, path), known) };
  }
  const text = substitute(name, context);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    throw unsupportedSource(context, `the file '${text}' of a server`, 'Commit the file, and name it by its path.');
  const path = text.startsWith('/') ? posix.normalize(text.slice(1)) : posix.join(context.path, text);
  return { tree: context.tree, path: followed(context, name, inside(context, name, path), context.tree) };
}

/** Without symbolic links on the way. */
function followed({ application, file }: SourceContext, name: string, path: string, { links }: SourceTree): string {
  const end = followLinks(path, links ?? new Map());
  if ('path' in end) return end.path;
  const why = end.why === 'loop' ? 'has no end' : 'is outside of the repository';
  throw new GitopsError(
    'RENDER_PATH_MISSING',
    `Argo Application '${application.metadata.name}' names the file '${name}': the symbolic link '${end.link}' leads to '${end.target}', which ${why}`,
    { source: { file }, hint: 'Correct the link, or replace it by the file.' },
  );
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
