import { type DecidePruneContext, decidePrune } from '../../../src/cluster/plan/decide-prune.js';
import { GitopsError } from '../../../src/errors.js';
import { identityKey } from '../../../src/manifest/identity.js';
import { entryOf, liveOf, resourceOf, type Sketch } from '../../helpers/decisions.js';

// "Why was this deleted?" and "why is it gone from the inventory?": docs/pruning.md, "Deleting". What speaks
// against a single object is in guard-deletion.test.ts.

const deployment: Sketch = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const [entry, live] = [entryOf(deployment), liveOf(deployment)];
const [key, resource] = [identityKey(entry), resourceOf(live)];
const unreadable = (kind: string) => new Map([[kind, new GitopsError('CLUSTER_FORBIDDEN', 'no')]]);

const served: DecidePruneContext['discovery'] = {
  find: (apiVersion, kind) => (apiVersion === 'apps/v1' && kind === 'Deployment' ? resource : undefined),
  preferred: () => undefined,
  unavailableGroups: [],
};
const unserved = { ...served, find: () => undefined };
const newer = { ...resource, version: 'v2' };

const deleted = { action: 'delete', entry, resource, live };
const forgotten = { forget: [entry] };
const kept = (reason: string) => ({ action: 'refuse', entry, reason, retained: true });
const letGo = (reason: string) => ({ action: 'refuse', entry, reason, retained: false });

test.each<[string, Partial<DecidePruneContext>, object]>([
  ['it lives as a member of our set', {}, deleted],
  [
    'the cluster serves its kind in another version now',
    {
      discovery: {
        ...unserved,
        preferred: (group, kind) => (group === 'apps' && kind === 'Deployment' ? newer : undefined),
      },
    },
    { ...deleted, resource: newer },
  ],
  ['another group is unavailable', { discovery: { ...served, unavailableGroups: ['metrics.k8s.io'] } }, deleted],
  [
    'its group is unavailable, but its kind was listed',
    { discovery: { ...served, unavailableGroups: ['apps'] } },
    deleted,
  ],

  ['another Argo Application wants it', { claimed: new Set([key]) }, forgotten],
  [
    'another one wants it, and nobody knows what the rest wants',
    { claimed: new Set([key]), doubt: 'who knows' },
    forgotten,
  ],
  [
    'another one wants it, and its kind cannot be listed',
    { claimed: new Set([key]), incomplete: unreadable('apps/Deployment') },
    forgotten,
  ],
  [
    "another repository's inventory lists it too",
    { listedByOthers: new Map([[key, 'theirs']]) },
    letGo("the Argo Application 'theirs' of another repository lists it too, and gets it"),
  ],
  [
    "another repository's inventory lists another object",
    { listedByOthers: new Map([['/ConfigMap/shop/web', 'theirs']]) },
    deleted,
  ],
  [
    "another repository's inventory lists it, and it is gone",
    { listedByOthers: new Map([[key, 'theirs']]), members: new Map() },
    forgotten,
  ],
  ['it is gone from the cluster', { members: new Map() }, forgotten],
  ['its kind is not served any more', { discovery: unserved }, forgotten],
  ['another object lost its label', { members: new Map(), detached: new Set(['/ConfigMap/shop/web']) }, forgotten],

  [
    'it cannot be told what the others want',
    { doubt: 'it is not known whether another one wants it' },
    kept('it is not known whether another one wants it'),
  ],
  [
    'its kind cannot be listed',
    { incomplete: unreadable('apps/Deployment') },
    kept('nothing is deleted while apps/Deployment cannot be listed'),
  ],
  [
    'another kind cannot be listed',
    { incomplete: unreadable('/Secret') },
    kept('nothing is deleted while Secret cannot be listed'),
  ],
  [
    'it seems to be gone, and its kind cannot be listed',
    { members: new Map(), incomplete: unreadable('apps/Deployment') },
    kept('nothing is deleted while apps/Deployment cannot be listed'),
  ],
  [
    'it seems to be gone, and its group is unavailable',
    { members: new Map(), discovery: { ...unserved, unavailableGroups: ['apps'] } },
    kept('the API group apps is unavailable'),
  ],
  ['a guard forbids it', { options: { prune: false } }, kept('pruning is off')],

  ['its label was removed', { members: new Map(), detached: new Set([key]) }, letGo('it no longer carries our label')],
  [
    'it was made again by somebody',
    { members: new Map([[key, liveOf(deployment, { uid: 'uid-2' })]]) },
    letGo('replaced by another object of that name'),
  ],
])('%s', (_, context, decision) => {
  expect(
    decidePrune(entry, {
      application: { instance: 'shop', syncOptions: [], prune: true },
      options: {},
      inventoryNamespace: 'gitops-system',
      members: new Map([[key, live]]),
      detached: new Set(),
      claimed: new Set(),
      listedByOthers: new Map(),
      incomplete: new Map(),
      discovery: served,
      ...context,
    }),
  ).toEqual(decision);
});
