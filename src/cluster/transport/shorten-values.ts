const QUOTED = /\b(?:Invalid|Unsupported|Duplicate) value: /g;
const LONGEST = 100;

/**
 * A message of the API server without the long values that it quotes, such as a whole Pod template in JSON or
 * as a Go struct: what is wrong with them comes after. Pure.
 */
export function shortenValues(text: string): string {
  let shortened = '';
  let done = 0;
  for (const { index, 0: words } of text.matchAll(QUOTED)) {
    const start = index + words.length;
    if (start < done) continue;
    const end = endOfValue(text, start);
    if (end === undefined || end - start <= LONGEST) continue;
    shortened += `${text.slice(done, start)}${short(text.slice(start, end))}`;
    done = end;
  }
  return shortened + text.slice(done);
}

function short(value: string): string {
  if (value.startsWith('"')) return `${value.slice(0, LONGEST)}…"`;
  return value.endsWith(']') ? '[…]' : '{…}';
}

/** Where a string, or something in brackets, ends; undefined for anything else. */
function endOfValue(text: string, start: number): number | undefined {
  if (text[start] === '"') return endOfString(text, start);
  const type = /^[&*\w.[\]]*(?=\{)/.exec(text.slice(start, start + LONGEST))?.[0] ?? '';
  let depth = 0;
  for (let at = start + type.length; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth === 0) return sign === '}' || sign === ']' ? at + 1 : undefined;
  }
  return undefined;
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
