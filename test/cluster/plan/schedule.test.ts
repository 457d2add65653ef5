import type { Change } from '../../../src/cluster/plan/change.js';
import type { Plan } from '../../../src/cluster/plan/plan.js';
import { type ScheduledTask, scheduleOf } from '../../../src/cluster/plan/schedule.js';
import { scheduleWaves } from '../../../src/cluster/plan/schedule-waves.js';
import {
  createOf as create,
  desiredOf,
  liveOf,
  planOf,
  refuseOf,
  deleteOf as remove,
  runOf as run,
  type Sketch,
} from '../../helpers/decisions.js';

const scheduled = (changes: readonly Change[], rest: Partial<Plan> = {}): readonly ScheduledTask[] =>
  scheduleOf(planOf({ changes, ...rest }));

/** `phase wave: names of a step` for each wave. */
const told = (changes: readonly Change[], rest: Partial<Plan> = {}): string[] =>
  scheduleWaves(scheduled(changes, rest)).map(
    ({ phase, wave, steps }) =>
      `${phase} ${wave}: ${steps.map((step) => step.map(({ object }) => object.name).join('+')).join(' ')}`,
  );

test('foundations first, then kinds in their order, webhooks last, each step at once and by name', () => {
  const changes = [
    { kind: 'ValidatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook' },
    { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'n', name: 'web' },
    { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'n', name: 'api' },
    { kind: 'ConfigMap', namespace: 'n', name: 'settings' },
    { kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'n', name: 'widget' },
    { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'definition' },
    { kind: 'Namespace', name: 'n' },
  ].map(create);

  expect(told(changes)).toEqual(['Sync 0: n definition settings api+web widget webhook']);
  expect(scheduled(changes).map(({ step }) => step)).toEqual([1, 2, 3, 4, 4, 5, 6]);
  expect(scheduled(changes)[0]).toMatchObject({
    phase: 'Sync',
    wave: 0,
    object: { kind: 'Namespace', name: 'n' },
    action: 'create',
    reason: 'new',
  });
});

test('waves go in order of their numbers', () => {
  expect(
    told(
      [
        { kind: 'ConfigMap', name: 'b', wave: 10 },
        { kind: 'ConfigMap', name: 'a', wave: -1 },
        { kind: 'ConfigMap', name: 'c', wave: 2 },
      ].map(create),
    ),
  ).toEqual(['Sync -1: a', 'Sync 2: c', 'Sync 10: b']);
});

test('each wave begins a step of its own', () => {
  // What stands last in wave 1 and first in wave 11 is of ranks 16 and 6.
  const changes = [
    { kind: 'ClusterRoleBinding', apiVersion: 'rbac.authorization.k8s.io/v1', name: 'a', wave: 1 },
    { kind: 'ServiceAccount', name: 'b', wave: 11 },
  ].map(create);

  expect(scheduled(changes).map(({ wave, step }) => [wave, step])).toEqual([
    [1, 1],
    [11, 2],
  ]);
});

test.each<[string, Change, string, string]>([
  ['created', create({}), 'create', 'new'],
  [
    'left alone',
    { action: 'keep', desired: desiredOf({}), live: liveOf({}), stale: false, yielded: [] },
    'keep',
    'unchanged',
  ],
  ['deleted', remove({}), 'delete', 'left Git'],
  ['kept against its deletion', refuseOf({}), 'refuse', 'pruning is off'],
])('an object that is %s says why', (_, change, action, reason) => {
  const [task] = scheduled([change]);

  expect(task).toMatchObject({ action, reason, object: { kind: 'ConfigMap', name: 'a' }, change });
  expect(task).not.toHaveProperty('hook');
});

test('objects of one name go by namespace, kind and group', () => {
  const changes = [
    { kind: 'Widget', apiVersion: 'b.example.com/v1', namespace: 'y' },
    { kind: 'Widget', apiVersion: 'a.example.com/v1', namespace: 'y' },
    { kind: 'Gadget', apiVersion: 'z.example.com/v1', namespace: 'y' },
    { kind: 'Widget', apiVersion: 'b.example.com/v1', namespace: 'x' },
    { kind: 'Widget', apiVersion: 'b.example.com/v1' },
  ].map(create);

  expect(
    scheduled(changes).map(
      ({ step, object: { group, kind, namespace } }) => `${step} ${namespace ?? ''} ${kind} ${group}`,
    ),
  ).toEqual([
    '1  Widget b.example.com',
    '1 x Widget b.example.com',
    '1 y Gadget z.example.com',
    '1 y Widget a.example.com',
    '1 y Widget b.example.com',
  ]);
});

test('a name goes before one that is longer, whatever the namespaces; no namespace before any', () => {
  const changes = [{ name: 'ab', namespace: '0' }, { name: 'ab' }, { name: 'a', namespace: 'c' }].map(create);

  expect(scheduled(changes).map(({ object: { name, namespace = '' } }) => `${name} ${namespace}`)).toEqual([
    'a c',
    'ab ',
    'ab 0',
  ]);
});

test('a Namespace and a CRD come no later than what needs them, and earlier where they say so', () => {
  const spec = {
    group: 'example.com',
    names: { kind: 'Widget', plural: 'widgets' },
    versions: [{ name: 'v1', served: true }],
  };
  const definition = {
    kind: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    name: 'definition',
    spec,
  };

  expect(
    told(
      [
        { ...definition, wave: 5 },
        { kind: 'Namespace', name: 'n', wave: 5 },
        { kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'n', name: 'widget', wave: 1 },
        { kind: 'Namespace', name: 'early', wave: -3 },
        { kind: 'ConfigMap', namespace: 'early', name: 'late', wave: 9 },
      ].map(create),
    ),
  ).toEqual(['Sync -3: early', 'Sync 1: n definition widget', 'Sync 9: late']);
});

test('an object without a namespace needs no Namespace', () => {
  const changes = [
    { kind: 'Namespace', name: 'undefined', wave: 5 },
    { kind: 'ClusterRole', apiVersion: 'rbac.authorization.k8s.io/v1', name: 'viewer' },
  ].map(create);

  expect(told(changes)).toEqual(['Sync 0: viewer', 'Sync 5: undefined']);
});

test('deletion comes after everything that is applied, and goes the other way round', () => {
  const deletions = [
    { kind: 'Namespace', name: 'n' },
    { kind: 'ConfigMap', name: 'settings' },
    { kind: 'Deployment', apiVersion: 'apps/v1', name: 'web' },
    { kind: 'ConfigMap', name: 'late', wave: 3 },
    { kind: 'MutatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook' },
  ].map(remove);

  expect(told([...deletions, create({ kind: 'ConfigMap', name: 'new', wave: 7 })])).toEqual([
    'Sync 7: new',
    'Sync 8: late',
    'Sync 9: webhook web settings n',
  ]);
});

test('a refused deletion is told last', () => {
  expect(told([refuseOf({ name: 'precious' }), remove({ kind: 'ConfigMap', name: 'gone' })])).toEqual([
    'Sync 1: gone precious',
  ]);
});

test('what asks for PruneLast is deleted after everything else, whatever its wave', () => {
  const deletions = [
    { kind: 'ConfigMap', name: 'late', wave: 5, options: 'PruneLast=true' },
    { kind: 'ConfigMap', name: 'middle', wave: 3 },
    { kind: 'ConfigMap', name: 'early', wave: -1 },
  ].map(remove);

  expect(told(deletions)).toEqual(['Sync 1: middle', 'Sync 2: early', 'Sync 3: late']);
});

/** `name@wave` of targets and deletions; what is annotated with PruneLast ends with `!`. */
const map = (text: string): Sketch => {
  const [name = '', wave = '0'] = text.replace('!', '').split('@');
  return { kind: 'ConfigMap', name, wave: Number(wave), ...(text.endsWith('!') ? { options: 'PruneLast=true' } : {}) };
};

describe("Argo CD's own order, as its reorder of prune waves gives it", () => {
  test.each<[string, readonly string[], readonly string[], boolean, readonly string[]]>([
    ['three waves are swapped, the middle one stays', [], ['a@-1', 'b@0', 'c@5'], false, ['-1: c', '0: b', '5: a']],
    ['targets keep theirs', ['x@2'], ['a@0', 'b@1', 'c@3', 'd@3'], false, ['0: c+d', '1: b', '2: x', '3: a']],
    ['two waves', ['x@2'], ['a@1', 'b@4'], false, ['1: b', '2: x', '4: a']],
    ['PruneLast of the application', ['x@2'], ['a@0', 'b@6'], true, ['2: x', '7: a+b']],
    ['PruneLast of one object', [], ['a@1', 'b@2!', 'c@3'], false, ['1: c', '3: a', '4: b']],
    ['PruneLast below zero', ['x@-3'], ['a@-2'], true, ['-3: x', '1: a']],
  ])('%s', (_, targets, deletions, pruneLast, expected) => {
    const changes = [...targets.map((text) => create(map(text))), ...deletions.map((text) => remove(map(text)))];

    expect(told(changes, { asArgoCd: true, pruneLast })).toEqual(expected.map((line) => `Sync ${line}`));
  });

  test('in a wave deletions come first, all kinds at once', () => {
    const deletions = [
      { kind: 'Namespace', name: 'n' },
      { kind: 'Deployment', apiVersion: 'apps/v1', name: 'web' },
    ].map(remove);

    expect(told([...deletions, create({ kind: 'Namespace', name: 'new' })], { asArgoCd: true })).toEqual([
      'Sync 0: n+web new',
    ]);
  });
});

describe('hooks', () => {
  const job = (name: string, wave = 0, namespace?: string): Sketch => ({
    kind: 'Job',
    apiVersion: 'batch/v1',
    name,
    wave,
    namespace,
  });

  test('go by phase, wave, kind and name, between the objects of their wave', () => {
    const runs = [
      run('SyncFail', job('alarm')),
      run('PostSync', job('smoke', -5)),
      run('Sync', job('during')),
      run('PreSync', job('b', 1)),
      run('PreSync', job('a', 1)),
      run('PreSync', { kind: 'ServiceAccount', name: 'z', wave: 1 }),
      run('PreSync', job('first', -1)),
    ];
    const changes = [
      create({ kind: 'Deployment', apiVersion: 'apps/v1', name: 'web' }),
      create({ kind: 'Ingress', name: 'web' }),
      remove(map('old')),
    ];

    expect(told(changes, { runs })).toEqual([
      'PreSync -1: first',
      'PreSync 1: z a+b',
      'Sync 0: web during web',
      'Sync 1: old',
      'PostSync -5: smoke',
      'SyncFail 0: alarm',
    ]);
    expect(scheduled(changes, { runs })[0]).toMatchObject({
      action: 'run',
      hook: true,
      reason: 'something changes',
      phase: 'PreSync',
    });
  });

  test('a Namespace and a CRD that a hook needs come into its phase and wave', () => {
    const spec = {
      group: 'example.com',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true }],
    };
    const changes = [
      { kind: 'Namespace', name: 'n', wave: 3 },
      { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'definition', spec },
      { kind: 'ConfigMap', name: 'settings', namespace: 'n' },
    ].map(create);
    const runs = [
      run('PreSync', job('migrate', -2, 'n')),
      run('PostSync', { kind: 'Widget', apiVersion: 'example.com/v1', name: 'w', namespace: 'n' }),
      run('PreSync', { kind: 'Widget', apiVersion: 'example.com/v1', name: 'v', namespace: 'n', wave: 4 }),
    ];

    expect(told(changes, { runs })).toEqual([
      'PreSync -2: n migrate',
      'PreSync 4: definition v',
      'Sync 0: settings',
      'PostSync 0: w',
    ]);
  });

  test('those of a deletion come before and after it', () => {
    const runs = [run('PostDelete', job('bye')), run('PreDelete', job('backup'))];

    expect(told([remove(map('a')), remove(map('b@2'))], { runs })).toEqual([
      'PreDelete 0: backup',
      'Sync 1: b',
      'Sync 2: a',
      'PostDelete 0: bye',
    ]);
  });
});
