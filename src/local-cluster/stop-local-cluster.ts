import { existsSync, rmSync } from 'node:fs';
import { GitopsError } from '../errors.js';
import { clusterDirectory } from './cluster-directory.js';
import type { LocalClusterListener } from './events.js';
import { withFileLock } from './file-lock.js';
import { type LocalPaths, localPaths } from './paths.js';
import { processTable } from './process-table.js';

/** Which cluster to stop. */
export interface StopLocalClusterOptions extends Partial<Pick<LocalPaths, 'stateDirectory'>> {
  /** Default: `local`. */
  readonly name?: string;
  /**
   * Keep keys and data, so that the next start continues with them. Default: false, which removes the
   * cluster's folder.
   */
  readonly keep?: boolean;
  readonly onEvent?: LocalClusterListener;
  readonly signal?: AbortSignal;
}

/**
 * Ends the processes of a local cluster, and nothing else: each is recorded with its start time, so that a
 * reused pid is left alone. Waits until they are gone.
 *
 * @throws GitopsError LOCAL_CLUSTER_NOT_FOUND, LOCAL_STOP_FAILED, LOCAL_INVALID_INPUT.
 */
export async function stopLocalCluster(options: StopLocalClusterOptions = {}): Promise<readonly string[]> {
  const { name = 'local', keep = false, onEvent, signal } = options;
  const stateDirectory = options.stateDirectory ?? localPaths().stateDirectory;
  const directory = clusterDirectory.path(stateDirectory, name);
  if (!existsSync(directory)) {
    throw new GitopsError('LOCAL_CLUSTER_NOT_FOUND', `There is no local cluster '${name}'`, {
      hint: 'See `gitops local list`.',
    });
  }
  const onWait = ({ pid }: { readonly pid: number }, seconds: number) =>
    onEvent?.({ kind: 'waiting', for: 'cluster', pid, seconds });
  return withFileLock(clusterDirectory.lock(stateDirectory, name), { onWait, signal }, async () => {
    const stopped = await processTable.stop(directory);
    for (const process of stopped) onEvent?.({ kind: 'process-stopped', cluster: name, process });
    if (!keep) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    return stopped;
  });
}
