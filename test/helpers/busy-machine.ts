import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Each looks now and then whether whoever started it is still there. */
const SPIN = 'while kill -0 $PPID 2>/dev/null; do i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; done';

/** Keeps every processor of this machine busy many times over while something is done. */
export async function onBusyMachine<Result>(
  work: () => Promise<Result>,
  load = 3 * availableParallelism(),
): Promise<Result> {
  const spinning = Array.from({ length: load }, () => spawn('sh', ['-c', SPIN], { stdio: 'ignore' }));
  try {
    await Promise.all(spinning.map((child) => once(child, 'spawn')));
    return await work();
  } finally {
    await Promise.all(
      spinning.map(async (child) => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }
}
