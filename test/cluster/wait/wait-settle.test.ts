import type { HealthVerdict } from '../../../src/cluster/health/verdict.js';
import { settle, type WaitState } from '../../../src/cluster/wait/wait-settle.js';

const verdict = (status: HealthVerdict['status'], final = false): HealthVerdict => ({
  status,
  rule: 'x',
  ...(final ? { final } : {}),
});
const healthy: WaitState = { verdict: verdict('Healthy') };
const none: WaitState = { verdict: null };
const moving: WaitState = { verdict: verdict('Progressing') };
const failed: WaitState = { verdict: verdict('Degraded', true) };
const stuckUntil = (hopelessAt: number): WaitState => ({ verdict: verdict('Degraded'), hopelessAt });

test.each([
  { case: 'nothing to wait for', states: [], results: [] },
  { case: 'all well', states: [healthy, none], results: ['healthy', 'healthy'] },
  { case: 'one paused', states: [healthy, { verdict: verdict('Suspended', true) }], results: ['healthy', 'suspended'] },
  {
    case: 'one beyond hope, the others still moving',
    states: [moving, failed, healthy, {}],
    results: ['pending', 'failed', 'healthy', 'pending'],
  },
  { case: 'one stuck for too long', states: [moving, stuckUntil(100)], results: ['pending', 'failed'] },
  { case: 'what is stuck too is told too', states: [stuckUntil(100), stuckUntil(900)], results: ['failed', 'failed'] },
])('it is over: $case', ({ states, results }) => {
  expect(settle(states, 100, 1_000).results).toEqual(results);
});

test.each([
  { case: 'one is moving', states: [healthy, moving], nextLookAt: 1_000 },
  { case: 'one is not known yet', states: [{}], nextLookAt: 1_000 },
  { case: 'one is degraded, which may pass', states: [{ verdict: verdict('Degraded') }], nextLookAt: 1_000 },
  { case: 'one is stuck, not for long yet', states: [moving, stuckUntil(700)], nextLookAt: 700 },
])('it goes on: $case', ({ states, nextLookAt }) => {
  expect(settle(states, 100, 1_000)).toEqual({ nextLookAt });
});

test('a wait to the end goes on through what is suspended, until its time is over', () => {
  const paused: WaitState = { verdict: verdict('Suspended', true) };
  expect(settle([healthy, paused], 100, 1_000, true)).toEqual({ nextLookAt: 1_000 });
  expect(settle([healthy, paused], 1_000, 1_000, true).results).toEqual(['healthy', 'timeout']);
});

test('the end of the time settles what is open', () => {
  expect(settle([healthy, moving, {}], 1_000, 1_000).results).toEqual(['healthy', 'timeout', 'timeout']);
});
