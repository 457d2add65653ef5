import { posix } from 'node:path';
import { type GlobPart, matchesParts, parseClass } from './glob-parts.js';
import { invalidSet } from './invalid-set.js';

/**
 * Whether a path matches as in `git ls-files -- <pattern>`, by which Argo CD finds the files of its git
 * generator: `*` and `?` match `/` too, and a path matches everything below it.
 *
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET for a path outside of the repository and for Git's `:(…)`
 * magic
 * @see https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-aiddefpathspecapathspec
 */
export function pathspec(pattern: string): (path: string) => boolean {
  if (pattern.startsWith(':')) {
    throw invalidSet(`the path '${pattern}' uses Git's pathspec magic, which is not supported`, {
      hint: 'Write the path itself; use exclude: true.',
    });
  }
  const normal = posix.normalize(pattern === '' ? '.' : pattern);
  if (normal.startsWith('/') || normal === '..' || normal.startsWith('../')) {
    throw invalidSet(`the path '${pattern}' is outside of the repository`, {
      hint: 'Write it relative to the root of the repository.',
    });
  }
  const literal = normal === './' || normal === '.' ? '' : normal;
  const prefix = literal === '' || literal.endsWith('/') ? literal : `${literal}/`;
  const parts = parse(literal);
  const isGlob = parts !== undefined && /[*?[\\]/.test(literal);
  return (path) => path === literal || path.startsWith(prefix) || (isGlob && matchesParts(parts, path));
}

/** Undefined for a malformed class, which matches nothing. */
function parse(pattern: string): readonly GlobPart[] | undefined {
  const parts: GlobPart[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    if (character === '*') parts.push('*');
    else if (character === '?') parts.push('?');
    else if (character === '[') {
      const found = parseClass(characters, index, '!^', true);
      if (found === undefined) return undefined;
      parts.push(found.part);
      index = found.end;
    } else if (character === '\\') {
      const quoted = characters[++index];
      if (quoted === undefined) return undefined;
      parts.push({ literal: quoted });
    } else parts.push({ literal: character });
  }
  return parts;
}
