import { setTimeout as sleep } from 'node:timers/promises';
import { awakeTimeout } from '../../src/host/awake-timeout.js';

/** Keeps this process from its events. */
const standStill = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

test('it calls once, after its time', async () => {
  const started = performance.now();
  const at = await new Promise<number>((resolve) => awakeTimeout(100, () => resolve(performance.now())));

  // Node's timers count whole milliseconds, of which ten may each be begun.
  expect(at - started).toBeGreaterThanOrEqual(80);
});

test('time in which this process stood still does not count', async () => {
  let calls = 0;
  const stop = awakeTimeout(10_000, () => calls++);
  standStill(1_500);
  standStill(1_500);
  await sleep(10);
  expect(calls).toBe(0);
  stop();

  const late = awakeTimeout(100, () => calls++);
  standStill(500);
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toBe(0);
  late();
});

test('it does not call when it was ended', async () => {
  let calls = 0;
  awakeTimeout(10, () => calls++)();
  await sleep(100);
  expect(calls).toBe(0);
});
