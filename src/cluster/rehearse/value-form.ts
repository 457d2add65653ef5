import { anyText } from '../../manifest/untyped.js';

/** A length that names and labels may have, one that only longer names may have, and one that none may. */
const LENGTHS = [63, 253];

/**
 * What a value looks like: mostly two values of one form are both allowed or both refused. Numbers by sign
 * and digits, quantities by their unit, other texts by the signs in them, the first and last one, and their
 * length. Pure.
 */
export function valueForm(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return numberForm(Number(value));
  return typeof value === 'string' ? textForm(value) : anyText(value);
}

function numberForm(value: number): string {
  const digits = digitsOf(Math.abs(value));
  return `${value < 0 ? 'negative ' : ''}${Number.isInteger(value) ? '' : 'fraction '}${digits}`;
}

function textForm(text: string): string {
  const unit = /^[+-]?\d+(\.\d+)?([A-Za-z]*)$/.exec(text)?.[2];
  if (unit !== undefined) return `quantity ${unit}`;
  const signs = [...new Set(Array.from(text, signOf))].sort().join('');
  const length = LENGTHS.findIndex((most) => text.length <= most);
  return `text ${signOf(text.charAt(0))}${signOf(text.charAt(text.length - 1))} ${length} ${signs}`;
}

function signOf(sign: string): string {
  if (/[a-z]/.test(sign)) return 'a';
  if (/[A-Z]/.test(sign)) return 'A';
  return /\d/.test(sign) ? '0' : sign;
}

function digitsOf(size: number): string {
  if (size === 0) return 'zero';
  return size > 65_535 ? 'above any port' : `${Math.floor(Math.log10(size)) + 1} digits`;
}
