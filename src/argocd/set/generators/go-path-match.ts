import { type GlobPart, matchesParts, parseClass } from './glob-parts.js';
import { invalidSet } from './invalid-set.js';

/**
 * Whether a path matches a pattern as Go's `path.Match` does: `*` and `?` stop at `/`, classes as `[a-z]` and
 * `[^a-z]`, `\` quotes.
 *
 * @returns a function that is compiled once and takes time in proportion to pattern and path
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET for a malformed pattern, which Argo CD logs and then
 * matches with nothing
 * @see https://pkg.go.dev/path#Match
 */
export function goPathMatch(pattern: string): (path: string) => boolean {
  const segments = splitSegments(pattern).map(parseSegment);
  return (path) => {
    const parts = path.split('/');
    return (
      parts.length === segments.length && segments.every((segment, index) => matchesParts(segment, parts[index] ?? ''))
    );
  };
}

/** The parts between slashes. A slash separates parts even when it is quoted. */
function splitSegments(pattern: string): readonly string[] {
  return pattern.replaceAll('\\/', '/').split('/');
}

function parseSegment(segment: string): readonly GlobPart[] {
  const parts: GlobPart[] = [];
  const characters = [...segment];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    if (character === '*') parts.push('*');
    else if (character === '?') parts.push('?');
    else if (character === '[') {
      const found = parseClass(characters, index, '^', false);
      if (found === undefined) throw malformed(segment);
      parts.push(found.part);
      index = found.end;
    } else if (character === '\\') {
      const quoted = characters[++index];
      if (quoted === undefined) throw malformed(segment);
      parts.push({ literal: quoted });
    } else parts.push({ literal: character });
  }
  return parts;
}

function malformed(pattern: string) {
  return invalidSet(`the path pattern '${pattern}' is malformed`, {
    hint: 'Close its brackets; quote a bracket that is meant literally with \\.',
  });
}
