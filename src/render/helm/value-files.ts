import { posix } from 'node:path';
import type { NamedText } from '../../engines/helm/helm.js';
import { GitopsError } from '../../errors.js';
import { followLinks, type Links } from '../../files/follow-links.js';
import { missingPath, type SourceContext, type SourceTree, unsupportedSource } from '../source/source-context.js';
import { substitute } from '../source/substitute.js';
import { unknownReference } from './unknown-reference.js';

/**
 * The value files of a Helm source, in order: relative to the chart, from the root of the repository (`/…`),
 * or from another source (`$ref/…`). A glob is an ordinary name, as in Argo CD 3.2.
 *
 * @throws GitopsError RENDER_PATH_MISSING, RENDER_UNSUPPORTED for a file outside of the repositories
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values-files
 */
export function valueFiles(
  context: SourceContext,
  names: readonly string[],
  ignoreMissing: boolean,
): readonly NamedText[] {
  return names.flatMap((name) => {
    const { path, tree } = resolveFile(context, name);
    // A path that exists is not missing, even when it is a folder.
    const problem = tree.unreadable?.get(path);
    if (problem !== undefined) throw problem;
    const content = tree.files.get(path);
    if (content !== undefined) return [{ name: path, content }];
    if (ignoreMissing) return [];
    throw missingFile(context, `the value file '${name}'`, name, 'spec.source.helm.valueFiles');
  });
}

/** The error of a missing file. It has a hint when a `$ref` is misspelt. */
export function missingFile(context: SourceContext, what: string, name: string, field: string): GitopsError {
  const error = missingPath(context, what, field);
  const ref = unknownReference(name, [...context.references.keys()]);
  return ref === undefined ? error : error.with({ hint: `No source has ref: ${ref}. Add it, or correct the name.` });
}

/**
 * The place of a file of a Helm source, relative to the root of its repository.
 *
 * @throws GitopsError RENDER_UNSUPPORTED
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
  const path = text.startsWith('/') ? posix.join('.', text.replace(/^\/+/, '')) : posix.join(context.path, text);
  return { tree: context.tree, path: followed(context, name, inside(context, name, path), context.tree) };
}

/** The number of links that Argo CD follows for one file. */
const MOST_LINKS = 10;

/**
 * The real file. Argo CD resolves a link relative to the folder as it is written, and then opens the result.
 */
function followed(context: SourceContext, name: string, path: string, tree: SourceTree): string {
  const { links = new Map<string, string>() } = tree;
  if (links.size === 0) return path;
  let named = path;
  for (let count = 0; ; count++) {
    const target = links.get(posix.join(real(context, name, posix.dirname(named), links), posix.basename(named)));
    if (target === undefined) return real(context, name, named, links);
    const next = target.startsWith('/') ? target : posix.join(posix.dirname(named), target);
    if (count === MOST_LINKS) throw brokenFile(context, name, named, target, 'loop');
    if (next.startsWith('/') || next.split('/')[0] === '..') throw brokenFile(context, name, named, target, 'outside');
    named = next;
  }
}

function real(context: SourceContext, name: string, path: string, links: Links): string {
  const end = followLinks(path, links);
  if ('path' in end) return end.path;
  throw brokenFile(context, name, end.link, end.target, end.why);
}

function brokenFile(
  { application, file }: SourceContext,
  name: string,
  link: string,
  target: string,
  why: 'loop' | 'outside',
): GitopsError {
  const reason = why === 'loop' ? 'has no end' : 'is outside of the repository';
  return new GitopsError(
    'RENDER_PATH_MISSING',
    `Argo Application '${application.metadata.name}' names the file '${name}': the symbolic link '${link}' leads to '${target}', which ${reason}`,
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
