import { setTimeout as sleep } from 'node:timers/promises';
import { createRequestQueue } from '../../../src/cluster/transport/http-client-queue.js';

test('runs so many at once, and the next when one ends', async () => {
  const queue = createRequestQueue(2);
  const started: number[] = [];
  for (const number of [1, 2, 3]) void queue.acquire().then(() => started.push(number));

  await sleep(0);
  expect(started).toEqual([1, 2]);
  queue.release();
  await sleep(0);
  expect(started).toEqual([1, 2, 3]);
});

test('a burst of refusals halves the limit once, and success raises it slowly to the maximum', async () => {
  const queue = createRequestQueue(16);

  for (let count = 0; count < 10; count += 1) queue.slowDown(20);
  expect(queue.limit).toBe(8);

  for (let count = 0; count < 8; count += 1) queue.speedUp();
  expect(queue.limit).toBe(8);
  for (let count = 0; count < 500; count += 1) queue.speedUp();
  expect(queue.limit).toBe(16);
});

test('never less than one', async () => {
  const queue = createRequestQueue(2);
  for (let count = 0; count < 5; count += 1) {
    queue.slowDown(1);
    await sleep(3);
  }

  expect(queue.limit).toBe(1);
  await queue.acquire();
});

test('an abort leaves the queue at once, also during a pause, and the process may end', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const queue = createRequestQueue(1);
  queue.slowDown(60_000);
  const controller = new AbortController();

  const waiting = queue.acquire(controller.signal);
  controller.abort();

  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(timers()).toBeLessThanOrEqual(before);
});
