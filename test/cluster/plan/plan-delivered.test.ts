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

test.each<[string, string[], string]>([
  ['the same', decide(observed({ live: map('1', tracked), ...rehearsed(wanted) })), 'keep'],
  ['missing', decide(observed(rehearsed(wanted))), 'create: missing'],
  ['missing, and its namespace too', decide(observed({ simulated: true })), 'create: missing'],
  ['other content', decide(observed({ live: map('2', tracked), ...rehearsed(wanted) })), 'update: differs from Git'],
  [
    'not rehearsed: nobody knows that it is the same',
    decide(observed({ live: map('1', tracked), ahead: true })),
    'update: differs from Git',
  ],
  [
    'tracked by nobody',
    decide(observed({ live: map('1'), ...rehearsed(wanted) })),
    'update: not tracked by Argo CD yet',
  ],
  [
    'tracked by nobody, where a label tracks',
    decide(observed({ live: map('1'), ...rehearsed(wanted) }), [], true),
    'keep',
  ],
  [
    'tracked by another one',
    decide(observed({ live: map('1', { annotations: { [ID]: 'api:/ConfigMap:shop/a' } }), ...rehearsed(wanted) })),
    'update: tracked by another Argo Application',
  ],
  ['refused', decide(observed({ live: map('2', tracked), failure: error('CLUSTER_INVALID') })), 'CLUSTER_INVALID'],
  [
    'a field that cannot change',
    decide(observed({ live: map('2', tracked), failure: error('CLUSTER_IMMUTABLE') })),
    'CLUSTER_IMMUTABLE',
  ],
  [
    'the same, with Force=true',
    decide(observed({ live: map('2', tracked), failure: error('CLUSTER_IMMUTABLE') }), ['Force=true']),
    'recreate: no',
  ],
  [
    'being deleted',
    decide(observed({ live: map('1', { ...tracked, deletionTimestamp: 'now' }), ...rehearsed(wanted) })),
    'CLUSTER_TERMINATING',
  ],
  ['unreadable', decide(observed({ refusal: new GitopsError('CLUSTER_FORBIDDEN', 'no') })), 'CLUSTER_FORBIDDEN'],
])('what the next sync of Argo CD does to an object: %s', (_case, decided, expected) => {
  expect(decided).toEqual([expected]);
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
