import { isRecord } from '../../manifest/kube-object.js';
import { toJson } from '../../manifest/to-json.js';

/** True for requests about Secrets, whose answers may quote values. */
export function isSecretPath(path: string): boolean {
  return /\/secrets(\/|$)/.test(path);
}

/** True for what an admission webhook or policy says: its text is anybody's, and so are its causes. */
export function isDenial(text: string): boolean {
  return /\bdenied (the )?request\b/.test(text);
}

/**
 * A message about a Secret without its values: those that the API server quotes, those that were sent (plain
 * and in base64), and whatever a webhook says.
 *
 * @param body what was sent
 */
export function withoutSecretValues(text: string, body: Buffer | undefined): string {
  const told = text
    .replace(/(\bdenied (?:the )?request\b).*$/s, '$1 (what it says is not shown: it may quote values)')
    .replace(/(Invalid|Unsupported|Duplicate|Not supported) value: "(?:[^"\\]|\\.)*"/gi, '$1 value: (not shown)')
    .replace(/(Invalid|Unsupported|Duplicate) value: (?!\(not shown\)).*$/gis, '$1 value: (not shown)')
    .replace(/\bgot .*$/s, 'got (value not shown)');
  return valuesOf(body).reduce((line, value) => line.replaceAll(value, '(not shown)'), told);
}

/** Shorter ones are parts of words. */
const SHORTEST = 4;

/**
 * The values of the Secret that was sent, longest first, in every form in which an answer could have them.
 */
function valuesOf(body: Buffer | undefined): readonly string[] {
  const secret = parse(body);
  const encoded = textsOf(secret['data']);
  const plain = textsOf(secret['stringData']);
  const all = [
    ...encoded.flatMap((value) => [value, Buffer.from(value, 'base64').toString('utf8')]),
    ...plain.flatMap((value) => [value, Buffer.from(value).toString('base64')]),
  ].flatMap((value) => [value, value.trim(), JSON.stringify(value).slice(1, -1)]);
  return [...new Set(all)].filter(({ length }) => length >= SHORTEST).sort((left, right) => right.length - left.length);
}

/** A value in the place of a map counts as a whole. */
function textsOf(values: unknown): readonly string[] {
  return leavesOf(values).map((value) => (typeof value === 'string' ? value : (toJson(value) ?? '')));
}

function leavesOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return typeof value === 'object' ? [value, ...Object.values(value).flatMap(leavesOf)] : [value];
}

function parse(body: Buffer | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = body === undefined ? {} : JSON.parse(body.toString('utf8'));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
