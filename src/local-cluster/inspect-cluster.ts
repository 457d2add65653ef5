import { existsSync } from 'node:fs';
import { isAlive } from '../host/process-identity.js';
import { openAdminApi } from './open-admin-api.js';
import { processTable } from './process-table.js';

/** One process of a cluster as it is now. */
export interface ProcessStatus {
  readonly name: string;
  readonly pid: number;
  readonly alive: boolean;
}

/**
 * `running`: all processes live and the API server is ready. `broken`: some process died or the API server
 * does not answer. `stopped`: data but no process. `absent`: nothing there.
 */
export type ClusterState = 'running' | 'broken' | 'stopped' | 'absent';

/** A cluster as its processes are now. */
export interface ClusterInspection {
  readonly state: ClusterState;
  readonly processes: readonly ProcessStatus[];
}

const EXPECTED = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'];

/** Looks at one cluster's folder, processes and API server. */
export async function inspectCluster(directory: string): Promise<ClusterInspection> {
  const table = processTable.read(directory);
  const names = [...new Set([...EXPECTED, ...Object.keys(table)])].filter((name) => table[name] !== undefined);
  const processes = names.map((name) => ({ name, pid: table[name]?.pid ?? 0, alive: isAlive(table[name]) }));
  const living = processes.filter(({ alive }) => alive).map(({ name }) => name);
  if (living.length === 0) return { state: existsSync(directory) ? 'stopped' : 'absent', processes };
  const whole = EXPECTED.every((name) => living.includes(name)) && (await isReady(directory));
  return { state: whole ? 'running' : 'broken', processes };
}

async function isReady(directory: string): Promise<boolean> {
  try {
    const api = openAdminApi(directory);
    try {
      return (await api.request('GET', '/readyz')).status === 200;
    } finally {
      api.close();
    }
  } catch {
    return false;
  }
}
