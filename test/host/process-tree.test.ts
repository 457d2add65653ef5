import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTree } from '../../src/host/process-tree.js';

test('a process is told with what it started, and with the time of all of them', async () => {
  // The shell waits; its child works.
  const child = spawn('sh', ['-c', 'sh -c "while :; do :; done"; true'], { stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    let tree = processTree(child.pid ?? 0);
    while ((tree?.usedMs ?? 0) < 100) {
      await sleep(20);
      tree = processTree(child.pid ?? 0);
    }
    expect(tree?.pids.length).toBe(2);
    expect(tree?.pids[0]).toBe(child.pid);
  } finally {
    for (const pid of processTree(child.pid ?? 0)?.pids ?? []) process.kill(pid, 'SIGKILL');
  }
  await once(child, 'exit');
  expect(processTree(child.pid ?? 0)).toBeUndefined();
});
