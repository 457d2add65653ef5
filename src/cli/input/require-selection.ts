import { resolve } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { Cli } from '../cli.js';
import { committedNames } from './committed-names.js';
import type { ClusterOptions } from './options/cluster-options.js';
import { selectsNothing } from './selects-nothing.js';

/**
 * Commands that change clusters need a selection.
 *
 * @throws GitopsError CLI_USAGE listing what exists
 */
export function requireSelection({ terminal }: Cli, command: string, options: ClusterOptions): void {
  if (!selectsNothing(options)) return;
  const { environments, applications, clusters } = committedNames(
    resolve(terminal.directory, options.repository),
    options.outputDir ?? 'gitops',
  );
  const list = (what: string, names: readonly string[]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]);
  const known = [
    ...list('environments', environments),
    ...list('applications', applications),
    ...list('clusters', clusters),
  ];
  throw new GitopsError('CLI_USAGE', `${command} needs a selection`, {
    hint: ['Give --environment, --application or --cluster, or --all.', ...known].join('\n'),
  });
}
