import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { retryDelay } from '../../../src/argocd/sync/retry-delay.js';
import { DEFAULT_RETRY, retryPolicyOf } from '../../../src/argocd/sync/retry-policy.js';

function application(retry: unknown): ArgoApplication {
  const spec = { project: 'default', destination: {}, syncPolicy: { retry } };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop' },
    spec,
  } as ArgoApplication;
}

test("what is left out is Argo CD's default, a bare number is seconds", () => {
  expect(retryPolicyOf(application(undefined))).toBeUndefined();
  expect(retryPolicyOf(application({}))).toEqual({ limit: 0, durationMs: 5_000, factor: 2, maxDurationMs: 180_000 });
  expect(
    retryPolicyOf(application({ limit: -1, backoff: { duration: '3', factor: 1, maxDuration: '1m30s' } })),
  ).toEqual({
    limit: -1,
    durationMs: 3_000,
    factor: 1,
    maxDurationMs: 90_000,
  });
});

test('a duration that is none is an error that names it', () => {
  expect(() => retryPolicyOf(application({ backoff: { duration: 'soon' } }))).toThrow(
    expect.objectContaining({ code: 'RENDER_INVALID_APPLICATION', message: expect.stringContaining("'soon'") }),
  );
});

test('waits grow by the factor up to the longest, limit 5 means five retries, a negative limit never ends', () => {
  const waits = (limit: number, count: number) =>
    Array.from({ length: count }, (_, retries) => retryDelay({ ...DEFAULT_RETRY, limit }, retries));

  expect(waits(5, 7)).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, undefined, undefined]);
  expect(waits(-1, 8).slice(5)).toEqual([160_000, 180_000, 180_000]);
  expect(waits(0, 1)).toEqual([undefined]);
});

test('a longest wait of 0 is none, and a wait below 0 is no wait', () => {
  const policy = (backoff: object) => retryPolicyOf(application({ limit: 9, backoff }))!;

  expect(retryDelay(policy({ duration: '1m', maxDuration: '0' }), 3)).toBe(480_000);
  expect(retryDelay(policy({ duration: '-5' }), 0)).toBe(0);
});
