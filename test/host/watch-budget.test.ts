import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { watchBudget } from '../../src/host/watch-budget.js';

test('what has arrived by then is heard first, however late this process is', async () => {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     parentPort.postMessage('done');
     Atomics.store(workerData, 0, 1);
     Atomics.notify(workerData, 0);`,
    { eval: true, workerData: answered },
  );
  let over = false;
  const answer = new Promise<string>((resolve) => {
    const stop = watchBudget({ limitMs: 50, used: () => 1_000 }, () => {
      over = true;
      resolve('over');
    });
    worker.once('message', (message) => {
      stop();
      resolve(message);
    });
  });
  // It answers while nobody listens, and the limit passes.
  Atomics.wait(answered, 0, 0);
  Atomics.wait(answered, 0, 1, 100);

  expect(await answer).toBe('done');
  await sleep(100);
  expect(over).toBe(false);
  await worker.terminate();
});

test('it calls once, and not at all when it was ended', async () => {
  const calls: string[] = [];
  watchBudget({ limitMs: 10, used: () => 1_000 }, (what) => calls.push(what));
  watchBudget({ limitMs: 10, used: () => 1_000 }, (what) => calls.push(what))();

  while (calls.length === 0) await sleep(10);
  await sleep(100);

  expect(calls).toEqual(['did not end within 0.01 s of processor time']);
});
