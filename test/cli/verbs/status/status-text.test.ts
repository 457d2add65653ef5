import { styleFor } from '../../../../src/cli/terminal/style.js';
import { statusText } from '../../../../src/cli/verbs/status/status-text.js';
import type { ApplicationStatus, StatusResult } from '../../../../src/workflow/api/results.js';

const object = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
const commit = 'abefe4200fbc0123456789012345678901234567';

function text(over: Partial<ApplicationStatus>, columns?: number): string {
  const result: StatusResult = {
    apiVersion: 'cdk8s-gitops.io/v1',
    kind: 'StatusResult',
    revision: { commit, shortId: 'abefe42', subject: 'now' },
    applications: [
      {
        application: 'shop-dev',
        cluster: 'dev',
        state: 'synced',
        health: 'Healthy',
        unhealthy: [],
        drift: [],
        retained: [],
        problems: [],
        ...over,
      },
    ],
    orphaned: [],
    skipped: [],
    clusters: [],
    seconds: 1,
  };
  return statusText(result, styleFor(false), columns);
}

test('what was synced from the files on disk says so', () => {
  expect(text({ synced: { commit: 'worktree' } })).toMatch(/synced +Healthy +worktree$/m);
  expect(text({ synced: { commit, subject: 'first' } })).toMatch(/synced +Healthy +abefe42 first$/m);
});

test('a first sync that did not become healthy is no "never synced": it tells its result, the health now, and why', () => {
  const shown = text({
    state: 'never',
    health: 'Degraded',
    unhealthy: [{ object, status: 'Degraded', message: 'no image' }],
    last: {
      commit,
      action: 'sync',
      result: 'unhealthy',
      message: 'Deployment shop/web is Degraded',
      started: '2030-01-01T00:00:00.000Z',
      seconds: 1,
      actor: 'alice',
      content: 'x',
      created: 1,
      updated: 0,
      deleted: 0,
    },
  });

  expect(shown).toMatch(/^shop-dev +dev +unhealthy +Degraded *$/m);
  expect(shown).toContain(
    'unhealthy sync of abefe42 by alice, started 2030-01-01T00:00:00.000Z: Deployment shop/web is Degraded',
  );
});

test('what left Git and stays is told with the reason', () => {
  expect(text({ retained: [{ object, reason: 'its sync option Prune=false' }] })).toContain(
    'kept Deployment shop/web: left Git; its sync option Prune=false',
  );
});

test('what nobody synced has no health to show', () => {
  const shown = text({
    state: 'never',
    health: 'Missing',
    unhealthy: [{ object, status: 'Missing', message: 'it does not exist' }],
  });

  expect(shown).toMatch(/^shop-dev +dev +never synced *$/m);
  expect(shown).not.toContain('Missing');
});

test.each([40, 80, 110])('its table fits %i columns; the details below wrap as text does', (columns) => {
  const subject =
    'a subject that is long enough to be cut on a terminal that is 110 columns wide, and then some more of it';
  const shown = text({ application: 'guestbook-production', synced: { commit, subject } }, columns);

  const [head = '', row = ''] = shown.split('\n');
  expect(Math.max(head.length, row.length)).toBeLessThanOrEqual(columns);
  expect(row).toMatch(/^guestbook-production {2}dev/);
  expect(`${head}${row}`).toContain('…');
  expect(text({ synced: { commit, subject } })).toContain(subject);
});
