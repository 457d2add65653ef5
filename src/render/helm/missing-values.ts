import { posix } from 'node:path';
import type { FileSet } from '../../files/file-set.js';
import { isRecord } from '../../manifest/kube-object.js';
import { parseYaml } from '../../manifest/yaml.js';

/**
 * The values that templates of a chart name and that its values.yaml does not have, or has empty: another
 * file or an Argo Application sets them. Sorted. A chart that needs nothing has none.
 *
 * @param folder relative to the root of the repository
 */
export function missingValues(files: FileSet, folder: string): readonly string[] {
  const chart = files.below(folder);
  const values = ownValues(chart.get('values.yaml') ?? '');
  const names = new Set<string>();
  for (const path of chart.paths()) {
    if (posix.dirname(path).split('/')[0] !== 'templates') continue;
    for (const [, name] of (chart.get(path) ?? '').matchAll(/\.Values\.(\w+(?:\.\w+)*)/g)) names.add(name!);
  }
  return [...names].filter((name) => isMissing(values, name.split('.'))).sort();
}

function ownValues(text: string): unknown {
  try {
    return parseYaml(text, 'values.yaml', 'last')[0];
  } catch {
    // Helm says what is wrong with them.
    return undefined;
  }
}

function isMissing(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value === undefined || value === null || value === '';
  return !isRecord(value) || isMissing(value[name], rest);
}
