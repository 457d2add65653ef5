import { randomUUID } from 'node:crypto';
import { goNumber } from './go-number.js';

/**
 * A number that JavaScript may not hold exactly, or that has an exponent; also found inside of texts. What
 * API servers send rarely has any.
 */
const SUSPICIOUS = /(?:^|[:,[\s])-?(?:\d{16}|\d[\d.]*[eE])/;
/**
 * A string that does not end continues to the end of the text. Each step takes a run of characters: with one
 * character a step, a string of 30 MB exhausts the stack of the pattern.
 */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
/** Nobody can have written it. */
const MARK = `${randomUUID()}:`;

/**
 * `JSON.parse`, but for numbers, which are kept as Kubernetes' decoders keep them: see `goNumber`.
 *
 * @throws SyntaxError also for a number that is larger than any double
 */
export function parseJson(text: string): unknown {
  if (!SUSPICIOUS.test(text)) return JSON.parse(text);
  let isMarked = false;
  const marked = text.replace(TOKEN, (token) => {
    if (token.startsWith('"')) return token;
    const value = goNumber(token);
    if (typeof value === 'bigint') {
      isMarked = true;
      return `"${MARK}${value}"`;
    }
    if (!Number.isFinite(value)) throw new SyntaxError(`the number ${token} is too large`);
    return token;
  });
  const value: unknown = JSON.parse(marked);
  return isMarked ? restored(value) : value;
}

/** In place: it was just made, and a reviver would take several times as long. */
function restored(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const item = holder[key];
    const made = restored(item);
    // Assigning would set the prototype where the key is "__proto__".
    if (made !== item)
      Object.defineProperty(holder, key, { value: made, enumerable: true, writable: true, configurable: true });
  }
  return value;
}
