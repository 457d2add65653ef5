import { setTimeout as sleep } from 'node:timers/promises';
import { threadTime } from '../../src/host/thread-time.js';

test('a thread that works has processor time, one that waits has none', async () => {
  const before = threadTime('thread-self');
  while (threadTime('thread-self') - before < 100);
  const worked = threadTime('thread-self');
  expect(worked - before).toBeGreaterThanOrEqual(100);

  await sleep(500);

  expect(threadTime('thread-self') - worked).toBeLessThan(500);
});

test('of a thread that is not known, or gone, the time of the whole process is told', () => {
  expect(threadTime(undefined)).toBeGreaterThan(0);
  expect(threadTime('0/task/0')).toBeGreaterThan(0);
});
