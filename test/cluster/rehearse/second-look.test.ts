import { type ConflictRule, parseConflictRule } from '../../../src/cluster/objects/conflict-rules.js';
import type { DesiredObject } from '../../../src/cluster/objects/desired.js';
import { setOf } from '../../../src/cluster/objects/field-path.js';
import type { ManagedFieldsEntry } from '../../../src/cluster/objects/fingerprint.js';
import { type FieldSet, unionOf } from '../../../src/cluster/objects/managed-fields-set.js';
import type { RehearseOptions } from '../../../src/cluster/rehearse/rehearsal.js';
import {
  isFree,
  type Obstacle,
  obstaclesOf,
  rehearsalWithout,
  type SecondLook,
  secondLook,
} from '../../../src/cluster/rehearse/second-look.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { desiredOf, objectOf, type Sketch } from '../../helpers/decisions.js';

// "The API server takes the manifest as a new object, and refuses it here: what of the live object is in the
// way, and may it go?" docs/ownership.md. That the API server agrees is in test/workflow/in-the-way.test.ts.

const STATUS: Partial<ManagedFieldsEntry> = { subresource: 'status' };
const TIME = '2026-01-01T00:00:00Z';
const WEB: Sketch = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop' };

/** `spec.strategy.type` as a set of fields. */
const fields = (...names: readonly string[]): FieldSet => unionOf(names.map((name) => setOf(pathOf(name))));
const pathOf = (name: string): readonly string[] => name.split('.').map((step) => `f:${step}`);
const entry = (manager: string, names: readonly string[], more: Partial<ManagedFieldsEntry> = {}) => ({
  manager,
  operation: 'Update',
  time: TIME,
  fieldsV1: fields(...names),
  ...more,
});
const own = (...names: readonly string[]): ManagedFieldsEntry =>
  entry('cdk8s-gitops', names, { operation: 'Apply', time: undefined });
const web = (spec: unknown, managedFields?: readonly ManagedFieldsEntry[]): KubeObject =>
  objectOf({ ...WEB, metadata: { managedFields }, spec });
const rule = (text: string): ConflictRule => parseConflictRule(text);

/** Git sets `strategy.type`, and the API server had set `rollingUpdate` beside what was there before. */
const GIT = { strategy: { type: 'Recreate' } };
const LIVE = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } }, replicas: 3 };
const REFUSED = new GitopsError('CLUSTER_INVALID', 'Deployment shop/web is refused', {
  data: { causes: [{ field: 'spec.strategy.rollingUpdate', reason: 'FieldValueForbidden', message: 'x' }] },
});

interface Given {
  readonly live?: readonly ManagedFieldsEntry[];
  readonly created?: readonly ManagedFieldsEntry[];
  readonly desired?: Partial<DesiredObject>;
  readonly options?: Partial<RehearseOptions>;
}

function look({ live = [], created, desired = {}, options = {} }: Given): SecondLook {
  const found = lookOrNot({ live, created: created ?? [own('spec.strategy.type')], desired, options });
  if (!found) throw new Error('nothing to look at');
  return found;
}

function lookOrNot({ live = [], created = [], desired, options }: Given): SecondLook | undefined {
  const wanted = desiredOf({ ...WEB, spec: GIT }, desired);
  return secondLook(wanted, web(LIVE, live), web(GIT, created), { policy: 'auto', ...options });
}

describe('there is nothing to look at where the new object has no fields of ours', () => {
  test.each<[string, readonly ManagedFieldsEntry[]]>([
    ['nobody has any', []],
    ['somebody else has', [entry('helm', ['spec.strategy.type'])]],
    ['ours has no fields', [{ ...own(), fieldsV1: undefined }]],
  ])('%s', (_, created) => {
    expect(lookOrNot({ created })).toBeUndefined();
  });
});

describe('what the apply removes in any case', () => {
  const adopting = { adopting: true };
  const gone = 'spec.paused';
  const helm = entry('helm', [gone]);

  test.each<[string, Given, readonly string[], readonly string[]]>([
    ['nobody owns anything', {}, [], []],
    ['what is ours and is not in Git any more', { live: [own(gone, 'spec.strategy.type')] }, [gone], []],
    ['not what another one owns too', { live: [own(gone), entry('operator', [gone])] }, [], []],
    ['what only the status of another one is about', { live: [own(gone), entry('x', [gone], STATUS)] }, [gone], []],
    ['what a deployment tool has, when it is adopted', { live: [helm], options: adopting }, [gone], ['helm']],
    ['not what a deployment tool has, when it is ours', { live: [helm] }, [], []],
    [
      'a deployment tool lets go of what it shares with us',
      { live: [own('spec.strategy.type'), entry('helm', ['spec.strategy.type'])] },
      [],
      ['helm'],
    ],
    [
      'a deployment tool lets go of what we will own',
      { live: [entry('helm', ['spec.strategy.type', gone])] },
      [],
      ['helm'],
    ],
    [
      'ClientSideApplyMigration=false: a tool keeps it',
      { live: [helm], options: adopting, desired: { migration: { enabled: false } } },
      [],
      [],
    ],
    [
      'a manager that the Argo Application names',
      { live: [entry('mine', [gone])], options: adopting, desired: { migration: { enabled: true, manager: 'mine' } } },
      [gone],
      ['mine'],
    ],
  ])('%s', (_, given, leaving, released) => {
    expect(look(given)).toMatchObject({ released });
    expect(look(given).leaving).toEqual(fields(...leaving));
  });

  test('whose fields stay theirs: neither ours, nor of a tool that lets go, nor a status', () => {
    const live = [
      own('spec.other'),
      helm,
      entry('operator', ['spec.replicas']),
      entry('kubelet', ['status.phase'], STATUS),
    ];

    expect(look({ live, options: adopting }).owners.map(({ manager }) => manager)).toEqual(['operator']);
    expect(look({ live }).owners.map(({ manager }) => manager)).toEqual(['helm', 'operator']);
  });
});

describe('what is in the way', () => {
  const inTheWay = 'spec.strategy.rollingUpdate';
  const by = (manager: string, more: object = {}) => ({ field: `.${inTheWay}`, manager, since: TIME, ...more });

  test.each<[string, Given, readonly object[] | undefined]>([
    ['a default of the API server', {}, []],
    ['what a person has set', { live: [entry('kubectl-edit', [inTheWay])] }, [by('kubectl-edit')]],
    ['something in it has an owner', { live: [entry('operator', [`${inTheWay}.maxSurge`])] }, [by('operator')]],
    ['the owner of another field is not named', { live: [entry('operator', ['spec.replicas'])] }, []],
    ['an owner without fields is not named', { live: [{ ...entry('operator', []), fieldsV1: undefined }] }, []],
    [
      'two owners, and one by a subresource',
      { live: [entry('a', [inTheWay]), entry('b', [inTheWay], { subresource: 'scale' })] },
      [by('a'), by('b', { subresource: 'scale' })],
    ],
    ['not what leaves in any case', { live: [own(inTheWay)] }, undefined],
    [
      'not what a rule leaves to its owner',
      { live: [entry('operator', [inTheWay])], options: { rules: [rule(`apps/Deployment:.${inTheWay}=yield`)] } },
      undefined,
    ],
    [
      'not what a policy leaves to its owner',
      { live: [entry('x', [inTheWay])], options: { policy: 'yield' } },
      undefined,
    ],
    ['not what Git sets', { created: [own('spec.strategy')] }, undefined],
  ])('%s', (_, given, owners) => {
    expect(obstaclesOf(look(given), REFUSED)).toEqual(owners === undefined ? [] : [{ path: pathOf(inTheWay), owners }]);
  });

  test('nothing, where the refusal is about another field', () => {
    const causes = [{ field: 'spec.template.spec', reason: 'x', message: 'x' }];

    expect(obstaclesOf(look({}), new GitopsError('CLUSTER_INVALID', 'x', { data: { causes } }))).toEqual([]);
  });
});

/** What is in the way, and whose it is. */
const obstacle = (...managers: readonly string[]): Obstacle => ({
  path: pathOf('spec.strategy.rollingUpdate'),
  owners: managers.map((manager) => ({ field: '.spec.strategy.rollingUpdate', manager, since: TIME })),
});
const take = { rules: [rule('apps/Deployment:.spec.strategy=take')] };

test.each<[string, readonly string[], Partial<RehearseOptions>, boolean]>([
  ['nobody owns it', [], {}, true],
  ['a person has set it', ['kubectl-edit'], {}, true],
  ['an operator has set it', ['operator'], {}, false],
  ['a person and an operator have', ['kubectl-edit', 'operator'], {}, false],
  ['an operator has, and a rule lets us take it', ['operator'], take, true],
  ['an operator has, and a rule of another kind', ['operator'], { rules: [rule('Service:.spec=take')] }, false],
  ['an operator has, and --conflicts take', ['operator'], { policy: 'take' }, true],
  ['a person has, and --conflicts fail', ['kubectl-edit'], { policy: 'fail' }, false],
])('may it be taken? %s', (_, managers, options, expected) => {
  expect(isFree(look({ options }), obstacle(...managers))).toBe(expected);
});

describe('the apply', () => {
  const merged = web({ strategy: { type: 'Recreate' }, replicas: 3 }, [entry('before', ['spec.replicas'])]);
  const rehearse = (given: Given, ...obstacles: readonly Obstacle[]) =>
    rehearsalWithout(look(given), obstacles, merged, REFUSED);
  const owned = (manager: string) => ({ field: '.spec.strategy.type', manager, since: TIME });

  test('with nothing in the way changes nothing but what Git says', () => {
    const operator = entry('operator', ['spec.replicas']);
    const live = [own('spec.paused'), operator, entry('kubelet', ['status.phase'], STATUS)];

    expect(rehearse({ live })).toEqual({
      merged: { ...merged, metadata: { ...merged.metadata, managedFields: [own('spec.strategy.type'), operator] } },
      manifest: objectOf({ ...WEB, spec: GIT }),
      force: false,
      taken: [],
      yielded: [],
      warnings: [],
      migration: { managers: [], adopting: false, next: fields('spec.strategy.type'), claimed: undefined },
    });
  });

  test('claims what is in the way, and turns tools over', () => {
    const live = [entry('helm', ['spec.paused'])];
    const second: Obstacle = { path: pathOf('spec.paused'), owners: [] };

    expect(rehearse({ live, options: { adopting: true } }, obstacle('kubectl-edit'), second)).toMatchObject({
      force: false,
      taken: [{ manager: 'kubectl-edit' }],
      migration: {
        managers: ['helm'],
        adopting: true,
        claimed: fields('spec.strategy.rollingUpdate', 'spec.paused'),
      },
    });
  });

  test.each<[string, Given, object, object]>([
    [
      'a field that a person has set otherwise is taken by force',
      { live: [entry('kubectl-edit', ['spec.strategy.type'])] },
      { force: true, taken: [owned('kubectl-edit')], yielded: [] },
      GIT,
    ],
    [
      'a field that a rule leaves to its owner is not sent',
      { live: [entry('operator', ['spec.strategy.type'])], options: { policy: 'yield' } },
      { force: false, taken: [], yielded: [owned('operator')] },
      { strategy: {} },
    ],
    [
      'a field that another one has set to the same value is shared',
      { live: [entry('operator', ['spec.strategy.type', 'spec.same'])], created: [own('spec.same')] },
      { force: false, taken: [], yielded: [] },
      GIT,
    ],
  ])('%s', (_, given, expected, spec) => {
    const { manifest, ...rest } = rehearse(given);

    expect(rest).toMatchObject(expected);
    expect(manifest).toEqual(objectOf({ ...WEB, spec }));
  });
});

describe('what may not be taken (CLUSTER_FIELD_CONFLICT)', () => {
  const thrown = (given: Given, obstacles: readonly Obstacle[], refusal = REFUSED): GitopsError => {
    try {
      rehearsalWithout(look(given), obstacles, web({}), refusal);
    } catch (error) {
      if (GitopsError.is(error)) return error;
    }
    throw new Error('nothing was thrown');
  };
  const why = (field: string) => `'${field}' of Deployment shop/web belongs to 'operator'`;

  test('is told with its owner, what the API server said, and how to take it', () => {
    const refusal = REFUSED.with({ data: { message: 'may not be specified' } });
    const error = thrown({}, [obstacle('operator')], refusal);

    expect(error).toMatchObject({
      code: 'CLUSTER_FIELD_CONFLICT',
      message: `${why('spec.strategy.rollingUpdate')} since ${TIME} and is in the way of the manifest in Git: may not be specified`,
      object: 'Deployment shop/web',
      hint: "Sync with --conflicts-for 'apps/Deployment:.spec.strategy.rollingUpdate=take' to remove it, or write it in Git.",
      data: { field: 'spec.strategy.rollingUpdate', manager: 'operator', since: TIME },
    });
    const [hinted] = /(?<=--conflicts-for ')[^']+/.exec(error.hint ?? '') ?? [];
    expect(isFree(look({ options: { rules: [rule(hinted ?? '')] } }), obstacle('operator'))).toBe(true);
  });

  test('an answer without a message is told as the error tells it', () => {
    expect(thrown({}, [obstacle('operator')]).message).toContain(`in Git: ${REFUSED.message}`);
    expect(thrown({}, [obstacle('operator')], new GitopsError('CLUSTER_INVALID', 'no')).message).toContain(
      'in Git: no',
    );
  });

  test('the rule for a kind of the core group has no group', () => {
    const identity = { group: '', kind: 'Service', namespace: 'shop', name: 'web' };

    expect(thrown({ desired: { identity } }, [obstacle('operator')]).hint).toContain("'Service:.spec.");
  });

  test('everything is told at once: what is in the way, and what Git has otherwise', () => {
    const live = [entry('operator', ['spec.strategy.type'])];

    expect(thrown({ live }, [obstacle('operator')]).problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(why('spec.strategy.rollingUpdate')),
      expect.stringContaining(why('spec.strategy.type')),
    ]);
  });
});
