/** Nothing in it is escaped. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * The number of characters of a value as JSON, without making the text: aliases of YAML make gigabytes out of
 * a small file, and a text of more than 512 MiB ends a program.
 *
 * @param limit counting ends above it, and the result is any larger number
 */
export function jsonSize(value: unknown, limit = Number.POSITIVE_INFINITY): number {
  if (typeof value === 'string') return PLAIN.test(value) ? value.length + 2 : JSON.stringify(value).length;
  if (typeof value !== 'object' || value === null) return String(value).length;
  const isList = Array.isArray(value);
  let size = 2;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined && !isList) continue;
    size += (isList ? 1 : jsonSize(key) + 2) + jsonSize(item, limit - size);
    if (size > limit) return size;
  }
  // There is a comma less than values.
  return size > 2 ? size - 1 : size;
}
