import { GitopsError } from '../errors.js';
import { goNumber } from './go-number.js';

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const NOT_IN_JSON = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const UINT64_END = 2n ** 64n;

/**
 * What Go's YAML 1.1 reader (sigs.k8s.io/yaml: kubectl, Argo CD) takes a plain scalar for; undefined when it
 * stays a string. Dates do.
 *
 * @throws GitopsError MANIFEST_INVALID_YAML for numbers that JSON cannot hold: infinite ones
 * @see https://github.com/yaml/go-yaml/blob/v2/resolve.go
 */
export function resolveGoScalar(text: string): boolean | number | bigint | null | undefined {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return undefined;
  if (NOT_IN_JSON.test(text)) throw notInJson(text);
  // An underscore may be anywhere except in front.
  const digits = text.replaceAll('_', '');
  return (text.startsWith('.') ? undefined : integer(digits)) ?? float(digits);
}

/** Whether Go takes the plain scalar for a number, also one that cannot be read here. */
export function isGoNumber(text: string): boolean {
  if (!/^[-+.0-9]/.test(text)) return false;
  const digits = text.replaceAll('_', '');
  return NOT_IN_JSON.test(text) || FLOAT.test(digits) || (!text.startsWith('.') && INTEGER.test(digits));
}

function integer(text: string): number | bigint | undefined {
  const match = INTEGER.exec(text);
  if (!match) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const prefixed = (hexadecimal && `0x${hexadecimal}`) || (binary && `0b${binary}`) || (octal && `0o${octal}`);
  const size = BigInt(prefixed || (decimal ?? '0'));
  // Go keeps what does not fit into 64 bits as a float.
  if (size >= UINT64_END) return undefined;
  return goNumber(`${sign === '-' ? '-' : ''}${size}`);
}

function float(text: string): number | bigint | undefined {
  if (!FLOAT.test(text)) return undefined;
  const value = goNumber(text);
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? undefined : value;
}

function notInJson(text: string): GitopsError {
  return new GitopsError('MANIFEST_INVALID_YAML', `the number '${text}' cannot be read: JSON has no such number`, {
    hint: 'Write it in quotes if it is text, or use a number that is not infinite.',
  });
}
