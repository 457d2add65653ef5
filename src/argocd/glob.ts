/**
 * Whether a text matches a glob as Argo CD reads it: `*` any characters (`/` too), `?` one, `[a-z]` and `[!a-z]` a class, `{a,b}` alternatives, `\` quotes.
 *
 * @param separator what `*` and `?` do not match, `**` does. Default: none
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/#includeexclude
 */
export function matchesGlob(text: string, pattern: string, separator?: '/'): boolean {
  return compile(pattern, separator === undefined ? '.' : '[^/]').test(text);
}

function compile(pattern: string, any: '.' | '[^/]'): RegExp {
  let source = '';
  let depth = 0;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    const close = character === '[' ? pattern.indexOf(']', index + 2) : -1;
    if (character === '\\') source += literal(pattern[++index] ?? '\\');
    else if (character === '*') {
      const several = pattern[index + 1] === '*';
      while (pattern[index + 1] === '*') index++;
      source += several ? '.*' : `${any}*`;
    } else if (character === '?') source += any;
    else if (close > 0) {
      source += characterClass(pattern.slice(index + 1, close));
      index = close;
    } else if (character === '{') {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else source += character === ',' && depth > 0 ? '|' : literal(character);
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`, 's');
}

function characterClass(content: string): string {
  const negated = content.startsWith('!') || content.startsWith('^');
  return `[${negated ? '^' : ''}${content.slice(negated ? 1 : 0).replace(/[\\\]^[]/g, '\\$&')}]`;
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
