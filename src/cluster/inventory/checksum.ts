import { digestOf } from '../../manifest/canonical.js';
import { labelsOf } from './labels-of.js';

/**
 * Of everything in an inventory that decides what is deleted: its name, its labels, its data. Parts of a
 * large one are covered by their names. A person who edits the inventory by hand does not know it.
 */
export function checksumOf(
  name: string,
  labels: Readonly<Record<string, string>>,
  data: Readonly<Record<string, string | undefined>>,
): string {
  const { checksum: _, ...rest } = data;
  return digestOf([name, labelsOf(labels), rest]);
}
