import { isRecord } from '../../../manifest/kube-object.js';
import { MapList } from './map-list.js';
import { StringMap } from './string-map.js';

const MAX_DIGITS = 6;

/**
 * A value as Go's `%v` prints it: `1e+06`, `map[a:1 b:2]`, `[x y]`, `<nil>`. All numbers are floats, as Go
 * reads them from JSON.
 */
export function formatGo(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number' || typeof value === 'bigint') return formatFloat(Number(value));
  if (value instanceof StringMap) return formatMap(value.entries);
  if (value instanceof MapList) return formatGo(value.items);
  if (Array.isArray(value)) return `[${value.map(formatGo).join(' ')}]`;
  return isRecord(value) ? formatMap(value) : String(value);
}

function formatMap(entries: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1));
  return `map[${sorted.map(([key, item]) => `${key}:${formatGo(item)}`).join(' ')}]`;
}

/** Go switches to an exponent from seven digits on, and below 0.0001; it has at least two digits. */
function formatFloat(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < MAX_DIGITS) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
