import type { ClusterRegistry } from '../../cluster/access/cluster-registry.js';
import type { Cli } from '../cli.js';
import { type AccessFlags, accessOptions } from './access-options.js';

/** The cluster Secrets of the Argo CD that `--access` names; undefined when it names none. */
export async function registryOf(cli: Cli, options: AccessFlags): Promise<ClusterRegistry | undefined> {
  return options.access === undefined ? undefined : (await accessOptions(cli, options)).registry;
}
