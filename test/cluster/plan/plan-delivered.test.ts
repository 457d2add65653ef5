import { planDelivered } from '../../../src/cluster/plan/plan-delivered.js';
import type { Observation } from '../../../src/cluster/rehearse/observation.js';
import type { Discovery } from '../../../src/cluster/transport/discovery.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const ID = 'argocd.argoproj.io/tracking-id';
const resource = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  verbs: [],
} as never;
const discovery = {
  find: () => resource,
  preferred: () => resource,
  kinds: [],
  unavailableGroups: [],
} as unknown as Discovery;

function map(data: string, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'shop', ...metadata },
    data: { v: data },
  };
}

const tracked = { annotations: { [ID]: 'web:/ConfigMap:shop/a' } };
const wanted = map('1', tracked);

function observed(part: Partial<Observation>): Observation {
  const identity = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' };
  return {
    desired: { identity, resource, manifest: wanted, hash: 'h', wave: 0, options: [], awaitsKind: false },
    ...part,
  };
}

const rehearsed = (merged: KubeObject) => ({
  rehearsal: { merged, manifest: wanted, force: false, taken: [], yielded: [], warnings: [] },
});
const error = (code: 'CLUSTER_INVALID' | 'CLUSTER_IMMUTABLE') =>
  new GitopsError(code, 'no', { hint: 'sync with --recreate' });

function decide(observation: Observation, syncOptions: readonly string[] = [], label = false) {
  const tracking = label ? { label: { key: 'app.kubernetes.io/instance', value: 'web' } } : undefined;
  const application = { syncOptions, argocd: { prunes: true }, ...(tracking ? { tracking } : {}) };
  const { changes, problems } = planDelivered([observation], { application, members: new Map(), discovery });
  return [
    ...changes.map((change) => ('reason' in change ? `${change.action}: ${change.reason}` : change.action)),
    ...problems.map(({ code }) => code),
  ];
}

test.each<[string, Parameters<typeof decide>, string]>([
  ['the same', [observed({ live: map('1', tracked), ...rehearsed(wanted) })], 'keep'],
  ['missing', [observed(rehearsed(wanted))], 'create: missing'],
  ['missing, and its namespace too', [observed({ simulated: true })], 'create: missing'],
  ['other content', [observed({ live: map('2', tracked), ...rehearsed(wanted) })], 'update: differs from Git'],
  [
    'not rehearsed: nobody knows that it is the same',
    [observed({ live: map('1', tracked), ahead: true })],
    'update: differs from Git',
  ],
  ['tracked by nobody', [observed({ live: map('1'), ...rehearsed(wanted) })], 'update: not tracked by Argo CD yet'],
  ['tracked by nobody, where a label tracks', [observed({ live: map('1'), ...rehearsed(wanted) }), [], true], 'keep'],
  [
    'tracked by another one',
    [observed({ live: map('1', { annotations: { [ID]: 'api:/ConfigMap:shop/a' } }), ...rehearsed(wanted) })],
    'update: tracked by another Argo Application',
  ],
  ['refused', [observed({ live: map('2', tracked), failure: error('CLUSTER_INVALID') })], 'CLUSTER_INVALID'],
  [
    'a field that cannot change',
    [observed({ live: map('2', tracked), failure: error('CLUSTER_IMMUTABLE') })],
    'CLUSTER_IMMUTABLE',
  ],
  [
    'the same, with Force=true',
    [observed({ live: map('2', tracked), failure: error('CLUSTER_IMMUTABLE') }), ['Force=true']],
    'recreate: no',
  ],
  [
    'being deleted',
    [observed({ live: map('1', { ...tracked, deletionTimestamp: 'now' }), ...rehearsed(wanted) })],
    'CLUSTER_TERMINATING',
  ],
  ['unreadable', [observed({ refusal: new GitopsError('CLUSTER_FORBIDDEN', 'no') })], 'CLUSTER_FORBIDDEN'],
])('what the next sync of Argo CD does to an object: %s', (_case, given, expected) => {
  expect(decide(...given)).toEqual([expected]);
});

test('the plan of what Argo CD delivers', () => {
  const [live, b] = [map('1', tracked), { ...wanted, metadata: { ...wanted.metadata, name: 'b', uid: 'uid-b' } }];
  const conflict = { field: '.data.v', manager: 'kubectl-edit' };
  const merged = map('1', tracked);
  const rehearsal = { ...rehearsed(merged).rehearsal, force: true, taken: [conflict] };
  const [failed, alike] = [error('CLUSTER_INVALID'), error('CLUSTER_INVALID')];
  const application = { syncOptions: ['PruneLast=true'], argocd: { prunes: true } };
  const members = new Map([
    ['/ConfigMap/shop/a', live],
    ['/ConfigMap/shop/b', b],
  ]);
  const observations = [
    observed({ live, rehearsal }),
    observed({ rehearsal, ahead: true }),
    observed({}),
    observed({ failure: failed }),
    observed({ failure: failed }),
    observed({ failure: alike }),
  ];
  const { desired } = observed({});
  const nothing = { manifest: desired.manifest, force: false, taken: [], yielded: [] };

  expect(planDelivered(observations, { application, members, discovery })).toEqual({
    changes: [
      { action: 'keep', desired, live, stale: false, yielded: [] },
      {
        action: 'create',
        reason: 'missing',
        desired,
        manifest: wanted,
        merged,
        ahead: true,
        force: true,
        taken: [conflict],
        yielded: [],
      },
      { action: 'create', reason: 'missing', desired, ...nothing },
      {
        action: 'delete',
        entry: { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'b', apiVersion: 'v1', uid: 'uid-b' },
        resource,
        live: b,
      },
    ],
    forget: [],
    runs: [],
    remembered: [],
    asArgoCd: true,
    pruneLast: true,
    problems: [failed, alike],
  });
});

test('PruneLast of another value is none', () => {
  const application = { syncOptions: ['PruneLast=false'] };

  expect(planDelivered([], { application, members: new Map(), discovery }).pruneLast).toBe(false);
});

test('an object that is made again says what it needs to be made anew', () => {
  const anew = map('1');
  const observation = observed({ live: map('2', tracked), failure: error('CLUSTER_IMMUTABLE'), anew });
  const application = { syncOptions: ['Force=true'] };

  expect(planDelivered([observation], { application, members: new Map(), discovery }).changes).toMatchObject([
    { action: 'recreate', anew },
  ]);
});

test.each<[string, Partial<Observation>, object]>([
  [
    'is being deleted',
    { live: map('1', { ...tracked, deletionTimestamp: 'now' }) },
    {
      message: 'ConfigMap shop/a is being deleted in the cluster, and wanted by Git',
      object: 'ConfigMap shop/a',
      hint: expect.stringContaining('Wait until it is gone'),
    },
  ],
  [
    'is refused for another reason than a field that cannot change, with Force=true',
    { live: map('2', tracked), failure: error('CLUSTER_INVALID') },
    { code: 'CLUSTER_INVALID', hint: 'sync with --recreate' },
  ],
  [
    'has a field that cannot change, and does not exist',
    { failure: error('CLUSTER_IMMUTABLE') },
    { code: 'CLUSTER_IMMUTABLE' },
  ],
])('what an object that %s is told with', (_, part, expected) => {
  const application = { syncOptions: ['Force=true'] };

  expect(planDelivered([observed(part)], { application, members: new Map(), discovery }).problems).toMatchObject([
    expected,
  ]);
});

test('what has no tracking in Git is not asked for one', () => {
  const bare = map('1');
  const observation = observed({ live: bare, rehearsal: { ...rehearsed(bare).rehearsal } });
  const desired = { ...observation.desired, manifest: bare };

  expect(decide({ ...observation, desired })).toEqual(['keep']);
  expect(decide({ ...observation, desired, live: map('1', tracked) })).toEqual(['keep']);
});

test('an option of ours is no cure for what Argo CD delivers', () => {
  const { problems } = planDelivered([observed({ live: map('2', tracked), failure: error('CLUSTER_IMMUTABLE') })], {
    application: { syncOptions: [], argocd: { prunes: true } },
    members: new Map(),
    discovery,
  });

  expect(problems.map(({ hint }) => hint)).toEqual([expect.stringMatching(/^A sync of Argo CD is refused as well/)]);
});

test.each<[string, object, boolean, string]>([
  ['pruned by itself', tracked, true, 'delete'],
  ['not pruned by itself', tracked, false, 'refuse: Argo CD deletes it only in a sync with prune'],
  [
    'Prune=false',
    { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
    true,
    'refuse: its sync option Prune=false',
  ],
  [
    'Prune=confirm',
    { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm' } },
    true,
    'refuse: its sync option Prune=confirm',
  ],
  [
    'kept by Helm',
    { annotations: { 'helm.sh/resource-policy': 'keep' } },
    true,
    'refuse: its annotation helm.sh/resource-policy: keep',
  ],
  ['pruned by itself, without annotations', {}, true, 'delete'],
  ['being deleted', { deletionTimestamp: 'now' }, true, 'refuse: is being deleted already'],
])('what left Git: %s', (_case, metadata, prunes, expected) => {
  const { changes } = planDelivered([], {
    application: { syncOptions: [], argocd: { prunes } },
    members: new Map([['x', map('1', metadata)]]),
    discovery,
  });

  expect(changes.map((change) => ('reason' in change ? `${change.action}: ${change.reason}` : change.action))).toEqual([
    expected,
  ]);
});

test.each<[string, Discovery, { readonly prunes: boolean } | undefined, string]>([
  [
    'whose kind is not served any more',
    { ...discovery, find: () => undefined },
    { prunes: true },
    'its kind is not served',
  ],
  [
    'of which Git does not say how Argo CD prunes',
    discovery,
    undefined,
    'Argo CD deletes it only in a sync with prune',
  ],
])('an object that left Git stays listed: %s', (_, known, argocd, reason) => {
  const members = new Map([['x', map('1', { uid: 'uid-1' })]]);

  expect(planDelivered([], { application: { syncOptions: [], argocd }, members, discovery: known }).changes).toEqual([
    {
      action: 'refuse',
      entry: { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a', apiVersion: 'v1', uid: 'uid-1' },
      reason,
      retained: true,
    },
  ]);
});
