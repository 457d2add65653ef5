import { GitopsError } from '../errors.js';
import { boot } from './boot.js';
import { fakeNodes } from './bootstrap-objects.js';
import { clusterDirectory } from './cluster-directory.js';
import { createMissing } from './create-missing.js';
import { describeCluster } from './describe-cluster.js';
import type { LocalClusterListener } from './events.js';
import { withFileLock } from './file-lock.js';
import { inspectCluster } from './inspect-cluster.js';
import type { LocalCluster } from './local-cluster.js';
import { openAdminApi } from './open-admin-api.js';
import { type LocalPaths, localPaths } from './paths.js';
import { processTable } from './process-table.js';
import { provisionBinaries } from './provision/provision-binaries.js';

/** Which cluster to start, how large, and where its files are. */
export interface StartLocalClusterOptions extends Partial<LocalPaths> {
  /** Lower-case letters, digits, dashes. Default: `local`. */
  readonly name?: string;
  /** How many nodes to pretend; added, never removed, when the cluster exists. Default: 2. */
  readonly nodes?: number;
  /** How long the processes may take to become ready. Default: 90,000. */
  readonly timeoutMs?: number;
  /** Hash every cached binary first. Default: false. */
  readonly verify?: boolean;
  readonly onEvent?: LocalClusterListener;
  readonly signal?: AbortSignal;
}

/**
 * How a cluster came up: `created`, `restarted` on its old data, `repaired` because some process had died, or
 * `running` already.
 */
export type StartOutcome = 'created' | 'restarted' | 'repaired' | 'running';

/** A cluster that runs, and what starting it took. */
export interface StartedLocalCluster extends LocalCluster {
  readonly outcome: StartOutcome;
}

/**
 * Brings up a real control plane on this machine: etcd, kube-apiserver, kube-controller-manager,
 * kube-scheduler, and kwok in the role of the kubelets. Makes the binaries first when they are missing. Does
 * nothing when the cluster runs. The processes outlive this one: call `stopLocalCluster`.
 *
 * @throws GitopsError LOCAL_INVALID_INPUT, LOCAL_START_FAILED, LOCAL_STATE_UNUSABLE, LOCAL_GO_MISSING,
 * LOCAL_BUILD_FAILED, INTERRUPTED.
 */
export async function startLocalCluster(options: StartLocalClusterOptions = {}): Promise<StartedLocalCluster> {
  const { name = 'local', nodes = 2, timeoutMs = 90_000, onEvent, signal } = options;
  const { stateDirectory = localPaths().stateDirectory, cacheDirectory = localPaths().cacheDirectory } = options;
  const directory = clusterDirectory.path(stateDirectory, name);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 1000) {
    throw new GitopsError('LOCAL_INVALID_INPUT', `'${nodes}' is not a number of nodes`, {
      hint: 'Give a whole number from 1 to 1000.',
    });
  }
  const onWait = ({ pid }: { readonly pid: number }, seconds: number) =>
    onEvent?.({ kind: 'waiting', for: 'cluster', pid, seconds });
  return withFileLock(clusterDirectory.lock(stateDirectory, name), { onWait, signal }, async () => {
    const before = await inspectCluster(directory);
    if (before.state === 'running') {
      await addNodes(directory, nodes);
    } else {
      const binaries = await provisionBinaries({ ...options, cacheDirectory });
      await processTable.stop(directory);
      await boot({ name, directory, nodes, binaries, timeoutMs, onEvent, signal });
    }
    const outcome = ({ running: 'running', stopped: 'restarted', broken: 'repaired', absent: 'created' } as const)[
      before.state
    ];
    return { ...describeCluster(directory), outcome };
  });
}

async function addNodes(directory: string, nodes: number): Promise<void> {
  const api = openAdminApi(directory);
  try {
    await createMissing(api, fakeNodes(nodes));
  } finally {
    api.close();
  }
}
