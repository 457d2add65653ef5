import { type AttemptFailure, type RetryState, retryDelay } from '../../../src/cluster/transport/http-client-retry.js';

const first: RetryState = { attempt: 1, elapsedMs: 0, idempotent: true, everAnswered: true, random: 1 };
const network: AttemptFailure = { kind: 'network', sent: true };

test.each([
  { case: 'the first time', failure: network, state: first, expected: 100 },
  { case: 'twice as long each time', failure: network, state: { ...first, attempt: 4 }, expected: 800 },
  {
    case: 'but never longer than 3 s',
    failure: network,
    state: { ...first, attempt: 12, elapsedMs: 20_000 },
    expected: 3_000,
  },
  {
    case: 'once after a connection that hung',
    failure: network,
    state: { ...first, elapsedMs: 65_000 },
    expected: 100,
  },
  { case: 'with jitter', failure: network, state: { ...first, random: 0 }, expected: 50 },
  {
    case: 'what Retry-After says, and a little more',
    failure: { kind: 'throttled', sent: true, retryAfterMs: 2_000 },
    state: first,
    expected: 2_025,
  },
  {
    case: 'a minute at most, whatever Retry-After says',
    failure: { kind: 'throttled', sent: true, retryAfterMs: 3_600_000 },
    state: first,
    expected: 60_025,
  },
  {
    case: 'a POST that was never sent',
    failure: { kind: 'network', sent: false },
    state: { ...first, idempotent: false },
    expected: 100,
  },
  {
    case: 'a POST that was throttled',
    failure: { kind: 'throttled', sent: true },
    state: { ...first, idempotent: false },
    expected: 100,
  },
] as const)('waits before the next attempt: $case', ({ failure, state, expected }) => {
  expect(retryDelay(failure, state)).toBe(expected);
});

test.each([
  { case: 'what cannot be cured', failure: { kind: 'permanent', sent: true }, state: first },
  { case: 'a POST that may have arrived', failure: network, state: { ...first, idempotent: false } },
  {
    case: 'a POST that failed in the server',
    failure: { kind: 'server', sent: true },
    state: { ...first, idempotent: false },
  },
  {
    case: 'an address that never answered, after 2 s',
    failure: network,
    state: { ...first, everAnswered: false, elapsedMs: 2_000 },
  },
  { case: 'a server that stays away for 30 s', failure: network, state: { ...first, attempt: 2, elapsedMs: 30_000 } },
  {
    case: 'a server that fails for 15 s',
    failure: { kind: 'server', sent: true },
    state: { ...first, elapsedMs: 15_000 },
  },
] as const)('gives up: $case', ({ failure, state }) => {
  expect(retryDelay(failure, state)).toBeUndefined();
});
