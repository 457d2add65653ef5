import { calmHealth } from '../../../src/cli/reports/calm-health.js';
import type { HealthStatus } from '../../../src/cluster/health/verdict.js';
import type { SyncEvent } from '../../../src/workflow/api/events.js';

const scope = { application: 'shop-dev', cluster: 'dev' };
const health = (status: HealthStatus, message?: string, name = 'web'): SyncEvent => ({
  ...scope,
  kind: 'health',
  object: { group: 'apps', kind: 'Deployment', namespace: 'shop', name },
  status,
  ...(message === undefined ? {} : { message }),
});

function log() {
  let now = 0;
  const calm = calmHealth(() => now);
  const lines: string[] = [];
  const write = (event: SyncEvent) =>
    lines.push(
      event.kind === 'health' ? `${now} ${event.status} ${event.message ?? ''}`.trim() : `${now} ${event.kind}`,
    );
  const passUntil = (time: number) => {
    for (; now < time; now += 500) for (const event of calm.due()) write(event);
  };
  return {
    lines,
    at(time: number, event: SyncEvent) {
      passUntil(time);
      if (calm.offer(event)) write(event);
    },
    passUntil,
  };
}

test('a rollout of less than a second is told by its end alone', () => {
  const { at, lines, passUntil } = log();
  at(0, health('Progressing', '0 of 3'));
  at(500, health('Progressing', '2 of 3'));
  at(500, health('Healthy'));
  passUntil(60_000);

  expect(lines).toEqual(['500 Healthy']);
});

test('a rollout that goes on says what it waits for, at most every ten seconds, with its latest message', () => {
  const { at, lines, passUntil } = log();
  at(0, health('Progressing', '0 of 3'));
  at(500, health('Progressing', '1 of 3'));
  at(3_000, health('Progressing', '2 of 3'));
  at(4_000, health('Progressing', '2 of 3: pod x is not ready'));
  passUntil(60_000);

  expect(lines).toEqual(['1000 Progressing 1 of 3', '11000 Progressing 2 of 3: pod x is not ready']);
});

test('bad news is told at once, and the same news once', () => {
  const { at, lines } = log();
  at(0, health('Progressing', '0 of 3'));
  at(500, health('Degraded', 'image'));
  at(500, health('Degraded', 'image'));
  at(500, health('Degraded', 'image', 'api'));
  at(500, health('Healthy'));
  at(500, health('Healthy'));

  expect(lines).toEqual(['500 Degraded image', '500 Degraded image', '500 Healthy']);
});

test('nothing is told of an Argo Application that is finished', () => {
  const { at, lines, passUntil } = log();
  at(0, health('Progressing', '0 of 3'));
  at(500, { ...scope, kind: 'finished', outcome: 'unhealthy', seconds: 1 });
  passUntil(60_000);

  expect(lines).toEqual(['500 finished']);
});
