import type { InventoryEntry } from '../../../src/cluster/inventory/inventory.js';
import type { DesiredApplication } from '../../../src/cluster/objects/desired.js';
import { identityOfChange } from '../../../src/cluster/plan/change.js';
import { isEmpty, type Plan, type PlanContext, plan } from '../../../src/cluster/plan/plan.js';
import type { Observation } from '../../../src/cluster/rehearse/observation.js';
import { GitopsError } from '../../../src/errors.js';
import { identityKey } from '../../../src/manifest/identity.js';
import {
  createOf,
  deleteOf,
  desiredOf,
  entryOf,
  hookOf,
  liveOf,
  planOf,
  refuseOf,
  resourceOf,
  runOf,
  type Sketch,
} from '../../helpers/decisions.js';

// How the decisions about single objects come together: what happens to each is in decide.test.ts,
// decide-prune.test.ts and guard-deletion.test.ts.

const application: DesiredApplication = {
  name: 'shop',
  instance: 'shop',
  repository: 'git.example.com/team/repository',
  labels: {},
  syncOptions: [],
  prune: true,
  wave: 0,
  file: 'applications/shop.yaml',
  content: '',
  objects: [],
};
const map = (name: string): Sketch => ({ namespace: 'shop', name });
const job = (name: string): Sketch => ({ apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name });
const ofHook = (name: string): InventoryEntry => entryOf(job(name), { hook: 'PreSync' });
/** As the last sync left it. */
const unchanged = (name: string): Observation => ({
  desired: desiredOf(map(name)),
  entry: entryOf(map(name)),
  live: liveOf(map(name)),
});

/** A plan for what is in the inventory, all of which lives. */
function planned(
  observations: readonly Observation[],
  entries: readonly InventoryEntry[],
  context: Partial<PlanContext> = {},
): Plan {
  const live = entries.map((entry) => [identityKey(entry), liveOf({ ...entry })] as const);
  return plan(observations, {
    application,
    inventory: { entries },
    members: new Map(live),
    detached: new Set(),
    claimed: new Set(),
    listedByOthers: new Map(),
    incomplete: new Map(),
    discovery: {
      find: (apiVersion, kind) => resourceOf(liveOf({ apiVersion, kind, namespace: 'shop' })),
      preferred: () => undefined,
      unavailableGroups: [],
    },
    inventoryNamespace: 'gitops-system',
    options: {},
    hooks: [],
    cascade: false,
    ...context,
  });
}

const told = ({ changes }: Plan): string[] =>
  changes.map((change) => `${change.action} ${identityOfChange(change).name}`);

describe('what is planned', () => {
  test('what Git wants in its order, then what left Git: nothing twice', () => {
    const entries = ['gone', 'b', 'a'].map((name) => entryOf(map(name)));
    const result = planned([unchanged('b'), unchanged('a'), { desired: desiredOf(map('new')) }], entries);

    expect(told(result)).toEqual(['keep b', 'keep a', 'create new', 'delete gone']);
    expect(result.forget).toStrictEqual([]);
  });

  test('nothing is deleted without an inventory', () => {
    expect(
      planned([unchanged('a')], [], {
        inventory: undefined,
        members: new Map([['/ConfigMap/shop/other', liveOf(map('other'))]]),
      }),
    ).toEqual(
      planOf({
        changes: [
          { action: 'keep', desired: unchanged('a').desired, live: unchanged('a').live!, stale: false, yielded: [] },
        ],
      }),
    );
  });

  test('what is handed over leaves the inventory, and is no change', () => {
    const [moved, gone] = [entryOf(map('moved')), entryOf(map('gone'))];

    const result = planned([unchanged('a')], [moved, gone], {
      claimed: new Set([identityKey(moved)]),
      members: new Map(),
    });

    expect(told(result)).toEqual(['keep a']);
    expect(result.forget).toEqual([moved, gone]);
  });

  test('what is kept against its deletion is a change, with the reason', () => {
    expect(planned([unchanged('a')], [entryOf(map('kept'))], { options: { prune: false } }).changes).toMatchObject([
      { action: 'keep' },
      { action: 'refuse', reason: 'pruning is off' },
    ]);
  });
});

describe('what hooks left', () => {
  const hook = hookOf(job('migrate'), 'PreSync');
  const { manifest: _, live: __, ...left } = ofHook('migrate');

  test.each<[string, readonly InventoryEntry[], Partial<PlanContext>, readonly string[], readonly string[]]>([
    ['stays when its hook is in Git', [ofHook('migrate')], { hooks: [hook] }, [], ['migrate']],
    ['stays when its hook left Git', [ofHook('migrate')], {}, [], ['migrate']],
    ['an object that is a hook in Git now stays', [entryOf(job('migrate'))], { hooks: [hook] }, [], ['migrate']],
    [
      'an object that is not a hook is deleted beside it',
      [ofHook('migrate'), entryOf(job('load'))],
      {},
      ['delete load'],
      ['migrate'],
    ],
    ['is forgotten when it is gone', [ofHook('migrate')], { members: new Map() }, [], []],
    [
      'is remembered while a kind cannot be listed',
      [ofHook('migrate')],
      { members: new Map(), incomplete: new Map([['batch/Job', new GitopsError('CLUSTER_FORBIDDEN', 'no')]]) },
      [],
      ['migrate'],
    ],
    ['goes with its Argo Application', [ofHook('migrate')], { cascade: true }, ['delete migrate'], []],
    [
      'goes with its Argo Application, though its hook is in Git',
      [entryOf(job('migrate'))],
      { cascade: true, hooks: [hook] },
      ['delete migrate'],
      [],
    ],
  ])('%s', (_, entries, context, changes, remembered) => {
    const result = planned([], entries, { options: { allowEmpty: true }, ...context });

    expect(told(result)).toEqual(changes);
    expect(result.remembered.map(({ name }) => name)).toStrictEqual(remembered);
  });

  test('is remembered as what it is, without hashes', () => {
    expect(planned([], [ofHook('migrate')]).remembered).toEqual([left]);
  });
});

describe('what stops it before the first write', () => {
  const refusal = new GitopsError('CLUSTER_NOT_OURS', 'not ours');
  const invalid = new GitopsError('CLUSTER_INVALID', 'no');
  const foreign = (name: string, problem: GitopsError): Observation => ({
    desired: desiredOf(map(name)),
    refusal: problem,
  });
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => entryOf(map(name)));

  test.each<[string, () => Plan, readonly string[]]>([
    ['nothing', () => planned([unchanged('a')], [entryOf(map('a'))]), []],
    [
      'every object with a problem',
      () => planned([foreign('a', refusal), unchanged('b'), foreign('c', invalid)], []),
      ['CLUSTER_NOT_OURS', 'CLUSTER_INVALID'],
    ],
    [
      'one problem of many objects is told once',
      () => planned([foreign('a', refusal), foreign('b', refusal)], []),
      ['CLUSTER_NOT_OURS'],
    ],
    [
      'several problems of one object are told each',
      () => planned([foreign('a', GitopsError.all([refusal, invalid]))], []),
      ['CLUSTER_NOT_OURS', 'CLUSTER_INVALID'],
    ],
    ['too much would be deleted', () => planned([unchanged('new')], many), ['CLUSTER_PRUNE_LIMIT']],
    [
      'objects come before the amount',
      () => planned([foreign('new', refusal)], many),
      ['CLUSTER_NOT_OURS', 'CLUSTER_PRUNE_LIMIT'],
    ],
    ['the last object would be deleted', () => planned([], [entryOf(map('a'))]), ['CLUSTER_PRUNE_EMPTY']],
    ['the last object stays by a guard', () => planned([], [entryOf(map('a'))], { options: { prune: false } }), []],
    [
      'what hooks left does not count as owned',
      () => planned([unchanged('new')], [...many, ...['g', 'h', 'i', 'j', 'k', 'l'].map(ofHook)]),
      ['CLUSTER_PRUNE_LIMIT'],
    ],
    [
      'what stays counts as owned',
      () =>
        planned('ghijkl'.split('').map(unchanged), [...many, ...'ghijkl'.split('').map((name) => entryOf(map(name)))]),
      [],
    ],
  ])('%s', (_, plans, codes) => {
    expect(plans().problems.map(({ code }) => code)).toEqual(codes);
  });

  test('the amount is told with the name of the Argo Application', () => {
    expect(planned([], many).problems[0]?.message).toMatch(/^'shop' has no objects in Git: 6 objects/);
  });
});

test.each<[string, Partial<PlanContext>, Partial<Plan>]>([
  ['ours', {}, { asArgoCd: false, pruneLast: false }],
  [
    'PruneLast=true of the Argo Application',
    { application: { ...application, syncOptions: ['PruneLast=true'] } },
    { pruneLast: true },
  ],
  ['PruneLast=false', { application: { ...application, syncOptions: ['PruneLast=false'] } }, { pruneLast: false }],
  ['--as-argocd', { asArgoCd: true }, { asArgoCd: true }],
])('the order of deletions: %s', (_, context, order) => {
  expect(planned([], [], context)).toMatchObject(order);
});

describe('a plan writes nothing', () => {
  const keep = (stale: boolean) =>
    planOf({ changes: [{ action: 'keep', desired: desiredOf({}), live: liveOf({}), stale, yielded: [] }] });

  test.each<[string, Plan, boolean]>([
    ['nothing at all', planOf({}), true],
    ['everything is as it was', keep(false), true],
    ['the inventory has to be brought up to date', keep(true), false],
    ['a guard keeps what left Git', planOf({ changes: [refuseOf({})] }), true],
    ['what is not ours any more leaves the inventory', planOf({ changes: [refuseOf({}, false)] }), false],
    ['an object is created', planOf({ changes: [createOf({})] }), false],
    ['an object is deleted', planOf({ changes: [deleteOf({})] }), false],
    ['one of several changes', planOf({ changes: [...keep(false).changes, createOf({ name: 'b' })] }), false],
    ['an object is gone', planOf({ forget: [entryOf({})] }), false],
    ['a hook is run', planOf({ runs: [runOf('PreSync', {})] }), false],
    ['hooks of earlier runs stay', planOf({ remembered: [ofHook('migrate')] }), true],
    ['it is stopped by a problem', planOf({ problems: [new GitopsError('CLUSTER_INVALID', 'no')] }), true],
  ])('%s: %s', (_, given, empty) => {
    expect(isEmpty(given)).toBe(empty);
  });
});
