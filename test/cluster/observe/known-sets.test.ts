import type { StoredInventory } from '../../../src/cluster/inventory/inventory.js';
import { inventoryName } from '../../../src/cluster/inventory/name.js';
import { setIdOf } from '../../../src/cluster/inventory/set-id.js';
import type { KnownSet } from '../../../src/cluster/objects/adoption.js';
import type { DesiredApplication, DesiredObject } from '../../../src/cluster/objects/desired.js';
import { knownSets } from '../../../src/cluster/observe/known-sets.js';
import { refreshSets } from '../../../src/cluster/observe/refresh-sets.js';
import { desiredOf, entryOf } from '../../helpers/decisions.js';

// "Who has this object?" docs/ownership.md, "Objects": what Git says of the Argo Applications that a run
// reads, and what the inventory says of all others.

const [OURS, THEIRS] = ['git.example.com/team/ours', 'git.example.com/team/theirs'];
const inventoryNamespace = 'gitops-system';

const inventory = (application: string, repository: string, ...objects: readonly string[]): StoredInventory => ({
  name: inventoryName(application),
  uid: '',
  resourceVersion: '1',
  shards: [],
  application,
  repository,
  labels: {},
  entries: objects.map((name) => entryOf({ name })),
  history: [],
});
const wanting = (name: string, objects: readonly string[], hooks: readonly string[] = []) => ({
  application: { name: `app-${name}`, instance: name } as DesiredApplication,
  objects: objects.map((object): DesiredObject => desiredOf({ name: object })),
  hooks: hooks.map((object): DesiredObject => desiredOf({ name: object })),
});
const set = (
  application: string,
  from: KnownSet['from'],
  foreign: boolean,
  ...objects: readonly string[]
): KnownSet => ({
  application,
  wants: new Set(objects.map((name) => `/ConfigMap//${name}`)),
  from,
  foreign,
});
const byName = (...sets: readonly (readonly [string, KnownSet])[]): ReadonlyMap<string, KnownSet> =>
  new Map(sets.map(([name, one]) => [setIdOf({ instance: name }, inventoryNamespace), one]));

type Wanting = ReturnType<typeof wanting>;

test.each<[string, readonly Wanting[], readonly StoredInventory[], readonly string[], ReadonlyMap<string, KnownSet>]>([
  ['nothing at all', [], [], [], byName()],
  ['of this run: what Git wants', [wanting('web', ['a'])], [], [], byName(['web', set('app-web', 'git', false, 'a')])],
  ['its hooks too', [wanting('web', ['a'], ['h'])], [], [], byName(['web', set('app-web', 'git', false, 'a', 'h')])],
  [
    'Git goes before its inventory',
    [wanting('web', ['a'])],
    [inventory('web', OURS, 'a', 'gone')],
    [],
    byName(['web', set('app-web', 'git', false, 'a')]),
  ],
  [
    'left Git whole: it wants nothing',
    [],
    [inventory('old', OURS, 'a')],
    [],
    byName(['old', set('old', 'git', false)]),
  ],
  [
    'in Git, and not in this run: its inventory',
    [],
    [inventory('api', OURS, 'a')],
    ['api'],
    byName(['api', set('api', 'inventory', false, 'a')]),
  ],
  [
    'of another repository: its inventory',
    [],
    [inventory('shop', THEIRS, 'a')],
    [],
    byName(['shop', set('shop', 'inventory', true, 'a')]),
  ],
  [
    'of another repository in its inventory, and in this Git: it moved here',
    [],
    [inventory('shop', THEIRS, 'a')],
    ['shop'],
    byName(['shop', set('shop', 'inventory', false, 'a')]),
  ],
])('the sets of a cluster: %s', (_, targets, inventories, elsewhere, expected) => {
  expect(
    knownSets(targets, inventories, {
      elsewhere: new Set(elsewhere.map(inventoryName)),
      repositories: new Set([OURS]),
      inventoryNamespace,
    }),
  ).toEqual(expected);
});

test.each<[string, ReadonlyMap<string, KnownSet>, readonly StoredInventory[], ReadonlyMap<string, KnownSet>]>([
  [
    'what Git says stays',
    byName(['web', set('app-web', 'git', false, 'a')]),
    [inventory('web', OURS, 'b')],
    byName(['web', set('app-web', 'git', false, 'a')]),
  ],
  [
    'an inventory as it is now',
    byName(['shop', set('shop', 'inventory', true, 'a')]),
    [inventory('shop', THEIRS, 'b')],
    byName(['shop', set('shop', 'inventory', true, 'b')]),
  ],
  ['an inventory that is gone', byName(['shop', set('shop', 'inventory', true, 'a')]), [], byName()],
  [
    'a new one of another repository',
    byName(),
    [inventory('shop', THEIRS, 'a')],
    byName(['shop', set('shop', 'inventory', true, 'a')]),
  ],
  [
    'a new one of the same repository',
    byName(),
    [inventory('api', OURS, 'a')],
    byName(['api', set('api', 'inventory', false, 'a')]),
  ],
  [
    'one of this Git, whatever repository its inventory names',
    byName(['shop', set('shop', 'inventory', false)]),
    [inventory('shop', THEIRS, 'a')],
    byName(['shop', set('shop', 'inventory', false, 'a')]),
  ],
])('the same later: %s', (_, sets, inventories, expected) => {
  expect(refreshSets(sets, inventories, { repository: OURS, inventoryNamespace })).toEqual(expected);
});
