import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitopsError } from '../errors.js';
import { identifyProcess, isAlive, type ProcessIdentity } from '../host/process-identity.js';
import { writeFileAtomically } from '../host/write-file-atomically.js';

/** What to run. */
export interface ProcessCommand {
  readonly name: string;
  readonly executable: string;
  readonly arguments: readonly string[];
}

/** The processes of one cluster, by name, as recorded in its folder. */
export type ProcessTable = Readonly<Record<string, ProcessIdentity>>;

const file = (directory: string) => join(directory, 'processes.json');
const logFile = (directory: string, name: string) => join(directory, 'logs', `${name}.log`);

/**
 * The processes of one cluster: each is recorded the moment it starts, so that another run of the command
 * finds it.
 */
export const processTable = {
  /** What is recorded, alive or not. */
  read(directory: string): ProcessTable {
    try {
      return JSON.parse(readFileSync(file(directory), 'utf8')) as ProcessTable; // written by `record`
    } catch {
      return {};
    }
  },

  /**
   * Starts a process that outlives this one. It sees no environment but a home in the cluster's folder: etcd,
   * for one, reads ETCD_* variables.
   */
  start(directory: string, command: ProcessCommand): ProcessIdentity {
    mkdirSync(join(directory, 'logs'), { recursive: true });
    const log = openSync(logFile(directory, command.name), 'w', 0o600);
    try {
      const child = spawn(command.executable, [...command.arguments], {
        cwd: directory,
        detached: true,
        stdio: ['ignore', log, log],
        env: { HOME: directory, PATH: '/usr/bin:/bin' },
      });
      child.on('error', () => {}); // reported below: there is no pid then
      if (child.pid === undefined) {
        throw new GitopsError('LOCAL_START_FAILED', `Cannot start '${command.executable}'`, {
          hint: 'Run `gitops local up --verify` to check the binaries.',
        });
      }
      const identity = identifyProcess(child.pid) ?? { pid: child.pid, start: 'ended at once' };
      record(directory, { ...processTable.read(directory), [command.name]: identity });
      child.unref();
      return identity;
    } finally {
      closeSync(log);
    }
  },

  /**
   * Ends every recorded process that is still the one that was started, and waits until it is gone.
   * SIGKILL: on SIGTERM an API server waits for its watches, ten seconds and more.
   */
  async stop(directory: string): Promise<readonly string[]> {
    const alive = Object.entries(processTable.read(directory)).filter(([, identity]) => isAlive(identity));
    for (const [, identity] of alive) {
      try {
        process.kill(identity.pid, 'SIGKILL');
      } catch {
        // gone in between
      }
    }
    const deadline = Date.now() + 10_000;
    while (alive.some(([, identity]) => isAlive(identity))) {
      if (Date.now() > deadline) {
        const left = alive.filter(([, identity]) => isAlive(identity)).map(([name, { pid }]) => `${name} (${pid})`);
        throw new GitopsError('LOCAL_STOP_FAILED', `Still running after SIGKILL: ${left.join(', ')}`, {
          hint: 'End these processes as their owner.',
        });
      }
      await sleep(10);
    }
    rmSync(file(directory), { force: true });
    return alive.map(([name]) => name);
  },

  /** The last lines a process wrote, oldest first. */
  lastLines(directory: string, name: string, count: number): readonly string[] {
    try {
      return readFileSync(logFile(directory, name), 'utf8').trimEnd().split('\n').slice(-count);
    } catch {
      return [];
    }
  },
};

function record(directory: string, table: ProcessTable): void {
  writeFileAtomically(file(directory), `${JSON.stringify(table, null, 2)}\n`, 0o600);
}
