import { parseJson } from './parse-json.js';

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]+/y;
/**
 * A string that does not end continues to the end of the text. Each step takes a run of characters: with one
 * character a step, a string of 30 MB exhausts the stack of the pattern.
 */
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|[[\]{}]/g;

/** A JSON value of a text with several. */
export interface JsonValue {
  readonly value: unknown;
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/**
 * The JSON value that begins at an offset of a text, white space before it left out; undefined where the text
 * ends. What follows the value is not looked at, as by Go's decoder.
 *
 * @throws SyntaxError
 */
export function readJsonValue(text: string, offset: number): JsonValue | undefined {
  SPACE.lastIndex = offset;
  SPACE.test(text);
  const start = SPACE.lastIndex;
  if (start === text.length) return undefined;
  const end = '{['.includes(text.charAt(start)) ? endOfCollection(text, start) : endOfScalar(text, start);
  return { value: parseJson(text.slice(start, end)), start, end };
}

function endOfScalar(text: string, start: number): number {
  SCALAR.lastIndex = start;
  return SCALAR.test(text) ? SCALAR.lastIndex : start + 1;
}

function endOfCollection(text: string, start: number): number {
  let depth = 0;
  TOKEN.lastIndex = start;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) return TOKEN.lastIndex;
  }
  return text.length;
}
