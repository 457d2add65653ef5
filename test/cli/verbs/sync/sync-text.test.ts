import { styleFor } from '../../../../src/cli/terminal/style.js';
import { syncText } from '../../../../src/cli/verbs/sync/sync-text.js';
import type { ApplicationResult, SyncResult } from '../../../../src/workflow/api/results.js';

const object = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' };

function text(over: Partial<ApplicationResult>): string {
  const none = {
    created: 0,
    updated: 0,
    recreated: 0,
    deleted: 0,
    kept: 0,
    refused: [],
    unhealthy: [],
    unverified: [],
    halfway: [],
    errors: [],
  };
  const application: ApplicationResult = {
    application: 'shop-dev',
    cluster: 'dev',
    outcome: 'failed',
    seconds: 5.2,
    ...none,
    ...over,
  };
  const result: SyncResult = {
    apiVersion: 'cdk8s-gitops.io/v1',
    kind: 'SyncResult',
    revision: { commit: 'abc', shortId: 'abc' },
    outcome: application.outcome,
    applications: [application],
    orphaned: [],
    skipped: [],
    clusters: [],
    seconds: 5.2,
  };
  return syncText(result, styleFor(false));
}

test('an object that an error names is not told again as half-way; one that nothing names is', () => {
  const shown = text({
    errors: [
      {
        code: 'CLUSTER_FORBIDDEN',
        message: 'ConfigMap shop/a is not admitted: exceeded quota',
        object: 'ConfigMap shop/a',
      },
    ],
    halfway: [
      { object, reason: 'create failed' },
      { object: { ...object, name: 'b' }, reason: 'create was not begun' },
    ],
  });

  expect(shown.match(/ConfigMap shop\/a/g)).toHaveLength(1);
  expect(shown).toContain('half-way ConfigMap shop/b: create was not begun');
});

test('a hint that many objects have stands once, below them', () => {
  const errors = ['a', 'b', 'c'].map((name) => ({
    code: 'CLUSTER_FORBIDDEN',
    message: `ConfigMap shop/${name} is refused`,
    hint: 'Ask an admin.',
  }));

  const shown = text({ errors });

  expect(shown.match(/Ask an admin/g)).toHaveLength(1);
  expect(shown).toContain('ConfigMap shop/c is refused\n    hint for these 3: Ask an admin.\n');
});

test('of many objects that an interrupted sync did not begin the first are told, and all that it began', () => {
  const note = (name: string, reason: string) => ({ object: { ...object, name }, reason });
  const waiting = Array.from({ length: 900 }, (_, index) => note(`w${index}`, 'update was not begun'));

  const shown = text({ outcome: 'interrupted', halfway: [...waiting, note('begun', 'create was begun')] });

  expect(shown.match(/half-way ConfigMap/g)).toHaveLength(11);
  expect(shown).toContain('half-way ConfigMap shop/begun: create was begun');
  expect(shown).toContain('half-way 890 more were not begun');
});

test('what only took too long says how to wait longer; what failed does not', () => {
  const unhealthy = (status: 'Progressing' | 'Degraded') =>
    text({ outcome: 'unhealthy', unhealthy: [{ object, status, message: '0 of 1' }] });

  expect(unhealthy('Progressing')).toContain('not healthy within 5 s; --timeout gives it longer');
  expect(unhealthy('Degraded')).not.toContain('--timeout');
});

test('events and log lines stand below what is not healthy, and below the error of a hook; an event that the message has is not told twice', () => {
  const log = { pod: 'web-1', container: 'main', lines: ['starting', 'FATAL: giving up'] };
  const events = ['Pod web-1: BackOff: again', 'FailedMount: no such volume'];
  const shown = text({
    unhealthy: [{ object, status: 'Degraded', message: 'it failed. FailedMount: no such volume', events, log }],
    hooks: [{ object, phase: 'PreSync', result: 'failed', log: { ...log, pod: 'hook-1' } }],
  });

  expect(shown).toContain(
    '    event Pod web-1: BackOff: again\n    web-1 main | starting\n    web-1 main | FATAL: giving up\n',
  );
  expect(shown).toContain('    hook-1 main | FATAL: giving up\n');
  expect(shown.match(/FailedMount/g)).toHaveLength(1);
});
