import { withoutCredentialsIn } from '../host/address.js';
import { hideKnown } from './hide-known.js';

/** A name of a secret, and what is between it and its value. */
const NAMED =
  /(pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key(?:[-_]?id)?|private[-_]?key|credentials?|authorization|cookie)(["']?\s*[:=]\s*["']?(?:(?:basic|bearer)\s+)?)[^\s"',;&]+/gi;

/** What a secret looks like in any place: tokens and keys with a known beginning. */
const PATTERNS: readonly RegExp[] = [
  /(\b(?:basic|bearer)\s+)[\w.~+/=-]{8,}/gi,
  /(cannot unmarshal !!\w+ `)[^`]*/g,
  /()\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /()\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|npm_)[\w-]{10,}/g,
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*)/g,
  /^()[A-Za-z0-9+/]{60,}={0,2}\r?$/gm,
];
const HIDDEN = '(hidden)';
/** The longest path of a file that Linux knows. */
const LONGEST_PATH = 4096;

/**
 * Takes secrets out of a text that a program wrote: the given ones, credentials of addresses, and what looks
 * like a secret. Takes time in proportion to the length of the text.
 *
 * @param secrets values that must not be shown; those of less than four characters are left, because they are
 * in every text
 */
export function maskText(text: string, secrets: readonly string[] = []): string {
  const named = hideNamed(withoutCredentialsIn(hideKnown(text, secrets, HIDDEN)));
  return PATTERNS.reduce(
    (masked, pattern) => masked.replace(pattern, `$1${HIDDEN}`),
    named.replace(/[\w.-]+/g, hideJwt),
  );
}

/** Values behind the name of a secret. `/etc/passwd: no such file` names a file, and no value follows. */
function hideNamed(text: string): string {
  const parts: string[] = [];
  let done = 0;
  NAMED.lastIndex = 0;
  for (let match = NAMED.exec(text); match !== null; match = NAMED.exec(text)) {
    const [, name = '', between = ''] = match;
    const endOfName = match.index + name.length;
    if (/^["']?:\s/.test(between) && isInPath(text, match.index)) NAMED.lastIndex = endOfName;
    else {
      parts.push(text.slice(done, endOfName + between.length), HIDDEN);
      done = NAMED.lastIndex;
    }
  }
  return parts.join('') + text.slice(done);
}

/** Whether the word around a place begins with `/`. */
function isInPath(text: string, place: number): boolean {
  let start = place;
  while (start > 0 && place - start < LONGEST_PATH && /[^\s"'`(=]/.test(text.charAt(start - 1))) start--;
  return text.charAt(start) === '/';
}

/** Three parts with dots between, of which the first begins as JSON in base64 does. */
function hideJwt(word: string): string {
  if (!word.includes('eyJ')) return word;
  const parts = word.split('.');
  const shown: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    const start = part.search(/\beyJ[\w-]{5}/);
    const isToken = start >= 0 && (parts[at + 1]?.length ?? 0) >= 5 && at + 2 < parts.length;
    shown.push(isToken ? part.slice(0, start) + HIDDEN : part);
    if (isToken) at += 2;
  }
  return shown.join('.');
}
