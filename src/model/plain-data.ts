import { GitopsError } from '../errors.js';
import { goNumber } from '../manifest/go-number.js';
import { isPlain } from './is-plain.js';

/**
 * The value as plain JSON data: undefined left out, everything else kept.
 *
 * @throws GitopsError MODEL_INVALID_VALUE for what JSON cannot hold (functions, class instances, NaN), and
 * for a bigint of more than 64 bits
 */
export function plainData(value: unknown, where: string): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return goNumber(String(value));
  if (Array.isArray(value))
    return value.map((item, index) => plainData(item === undefined ? null : item, `${where}[${index}]`));
  if (isPlain(value)) {
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value))
      if (item !== undefined) result[key] = plainData(item, `${where}.${key}`);
    return result;
  }
  const name = typeof value === 'object' && value !== null ? `a ${value.constructor.name}` : `'${String(value)}'`;
  throw new GitopsError('MODEL_INVALID_VALUE', `${where} holds ${name}, which JSON cannot express`, {
    hint: 'Give strings, numbers, booleans, null, lists and plain objects only.',
  });
}
