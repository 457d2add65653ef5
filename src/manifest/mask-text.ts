import { withoutCredentialsIn } from '../host/address.js';

/**
 * What a secret looks like in any place: names of it before a value, credentials in a URL, tokens and keys
 * with a known beginning.
 */
const PATTERNS: readonly RegExp[] = [
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key(?:[-_]?id)?|private[-_]?key|credentials?|authorization|cookie)["']?\s*[:=]\s*["']?(?:(?:basic|bearer)\s+)?)[^\s"',;&]+/gi,
  /(\b(?:basic|bearer)\s+)[\w.~+/=-]{8,}/gi,
  /(cannot unmarshal !!\w+ `)[^`]*/g,
  /()\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g,
  /()\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /()\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|npm_)[\w-]{10,}/g,
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*)/g,
  /^()[A-Za-z0-9+/]{60,}={0,2}\r?$/gm,
];
const HIDDEN = '(hidden)';

/**
 * Takes secrets out of a text that a program wrote: the given ones, credentials of addresses, and what looks
 * like a secret.
 *
 * @param secrets values that must not be shown; those of less than four characters are left, because they are
 * in every text
 */
export function maskText(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length >= 4).sort((one, other) => other.length - one.length);
  const withoutKnown = known.reduce((masked, secret) => masked.replaceAll(secret, HIDDEN), text);
  return PATTERNS.reduce(
    (masked, pattern) => masked.replace(pattern, `$1${HIDDEN}`),
    withoutCredentialsIn(withoutKnown),
  );
}
