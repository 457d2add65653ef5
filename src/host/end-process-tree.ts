import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.js';
import { processTree } from './process-tree.js';

const GRACE_MS = 2_000;
const LOOK_MS = 20;

/**
 * Ends a process and all that it started. They are asked first, so that git removes its lock files; what
 * still runs after two seconds is killed.
 */
export async function endProcessTree(pid: number): Promise<void> {
  const asked = identitiesOf(pid);
  for (const process of asked) send(process, 'SIGTERM');
  const deadline = performance.now() + GRACE_MS;
  while (asked.some(isAlive)) {
    if (performance.now() > deadline) {
      for (const process of [...asked, ...identitiesOf(pid)]) send(process, 'SIGKILL');
      return;
    }
    await sleep(LOOK_MS);
  }
}

/** Kills a process and all that it started, at once: for the end of this process. */
export function killProcessTree(pid: number): void {
  for (const process of identitiesOf(pid)) send(process, 'SIGKILL');
}

/** Where the system does not show the child processes, only the process itself is ended. */
function identitiesOf(pid: number): readonly ProcessIdentity[] {
  return (processTree(pid)?.pids ?? [pid]).flatMap((each) => identifyProcess(each) ?? []);
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, signal);
  } catch {
    // It ended meanwhile, or belongs to somebody else.
  }
}
