import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../errors.js';
import { writeFileAtomically } from '../host/write-file-atomically.js';
import type { ControlPlanePorts } from './control-plane-commands.js';

/** What the folder of a cluster says about it. */
export interface ClusterRecord {
  readonly name: string;
  readonly server: string;
  readonly ports: ControlPlanePorts;
  readonly kubectl: string;
  readonly version: string;
}

/**
 * `<state>/<name>/`: one cluster's keys, kubeconfigs, logs, data and records. The lock is
 * `<state>/<name>.lock` and not inside, because `down` removes the folder.
 */
export const clusterDirectory = {
  /** @throws GitopsError LOCAL_INVALID_INPUT when the name is not a short DNS label. */
  path(stateDirectory: string, name: string): string {
    if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
      throw new GitopsError('LOCAL_INVALID_INPUT', `'${name}' cannot name a local cluster`, {
        hint: 'Use 1 to 40 lower-case letters, digits and dashes, with no dash at the ends.',
      });
    }
    return join(stateDirectory, name);
  },
  lock: (stateDirectory: string, name: string) => join(stateDirectory, `${name}.lock`),
  kubeconfig: (directory: string) => join(directory, 'kubeconfig'),
  userKubeconfig: (directory: string, user: string) => join(directory, `kubeconfig.${user.replace(/[^\w.-]/g, '_')}`),

  /** Undefined when the cluster was never up. */
  read(directory: string): ClusterRecord | undefined {
    try {
      return JSON.parse(readFileSync(join(directory, 'cluster.json'), 'utf8')) as ClusterRecord; // written by `write`
    } catch {
      return undefined;
    }
  },
  write(directory: string, record: ClusterRecord): void {
    writeFileAtomically(join(directory, 'cluster.json'), `${JSON.stringify(record, null, 2)}\n`, 0o600);
  },

  /** Names of all clusters that have a folder, sorted. */
  names(stateDirectory: string): readonly string[] {
    try {
      const entries = readdirSync(stateDirectory, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort();
    } catch {
      return [];
    }
  },
};
