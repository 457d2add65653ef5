import { expectedOf } from '../../../src/cluster/execute/expected-of.js';
import { entriesAfter, pendingEntries } from '../../../src/cluster/execute/transitions.js';
import type { InventoryEntry, StoredInventory } from '../../../src/cluster/inventory/inventory.js';
import { inventoryName } from '../../../src/cluster/inventory/name.js';
import { setIdOf } from '../../../src/cluster/inventory/set-id.js';
import { refuseAdoption } from '../../../src/cluster/objects/adoption.js';
import { memberOf } from '../../../src/cluster/objects/applyset.js';
import { knownSets } from '../../../src/cluster/observe/known-sets.js';
import { refreshSets } from '../../../src/cluster/observe/refresh-sets.js';
import { type Change, isApply } from '../../../src/cluster/plan/change.js';
import { decide } from '../../../src/cluster/plan/decide.js';
import { decidePrune } from '../../../src/cluster/plan/decide-prune.js';
import { GitopsError } from '../../../src/errors.js';
import { identityKey } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { desiredOf, liveOf, planOf, type Sketch } from '../../helpers/decisions.js';

// Two syncs of Argo Applications of two repositories that are about one object. Every order of their steps,
// each of them killed anywhere, is gone through with the decisions that a real sync makes; only the API
// server and the order of requests are a model here. docs/sync.md, "Two that want one object".

type Name = 'a' | 'b';
const NAMES: readonly Name[] = ['a', 'b'];
const NAMESPACE = 'gitops-system';
const PART_OF = 'applyset.kubernetes.io/part-of';

/** What the cluster has. */
interface World {
  readonly object?: KubeObject;
  /** What each inventory lists, where there is one. */
  readonly entries: Readonly<Partial<Record<Name, readonly InventoryEntry[]>>>;
  readonly versions: number;
  /** A deletion of what the other inventory listed: it must never be made. */
  readonly lost?: true;
}

type Step =
  | 'inventories'
  | 'object'
  | 'inventories of strangers'
  | 'pending'
  | 'judge'
  | 'apply'
  | 'look'
  | 'judge again'
  | 'delete'
  | 'record';

/** How far a sync has come. */
interface Sync {
  readonly step: Step | 'end';
  readonly outcome?: 'synced' | 'refused' | 'killed';
  readonly refusal?: GitopsError;
  /** At its end: whether it has applied the object, and not only found it as it should be. */
  readonly hasWritten?: boolean;
  /** As they were read. */
  readonly inventories?: World['entries'];
  readonly change?: Change;
  readonly previous?: readonly InventoryEntry[];
  readonly expected?: ReturnType<typeof expectedOf>;
  readonly found?: KubeObject;
  readonly progress?: { readonly attempted: boolean; readonly applied?: KubeObject; readonly deleted: boolean };
}

interface State {
  readonly world: World;
  readonly syncs: Readonly<Record<Name, Sync>>;
}

/** Whether each has the object in Git, and whether it is synced with `--adopt`. */
type Wants = Readonly<Record<Name, boolean>> & { readonly adopt?: true };

const setIdOfName = (name: Name) => setIdOf({ instance: name }, NAMESPACE);
const sketchOf = (name: Name): Sketch => ({
  namespace: 'shop',
  name: 'shared',
  data: { by: name },
  metadata: { labels: { [PART_OF]: setIdOfName(name) } },
});
const wantedBy = (name: Name) => desiredOf(sketchOf(name));
const KEY = identityKey(wantedBy('a').identity);
const none: NonNullable<Sync['progress']> = { attempted: false, deleted: false };

function madeBy(name: Name, version: number, uid: string): KubeObject {
  return liveOf(sketchOf(name), { labels: { [PART_OF]: setIdOfName(name) }, uid, resourceVersion: String(version) });
}

function stored(name: Name, entries: readonly InventoryEntry[]): StoredInventory {
  const about = { application: name, repository: `repository-${name}`, labels: {}, history: [], shards: [] };
  return { ...about, name: inventoryName(name), uid: name, resourceVersion: '1', entries };
}

function setsFor(name: Name, wants: boolean, inventories: World['entries']) {
  const application = { ...wantedBy(name), name, instance: name } as never;
  const target = { application, objects: wants ? [wantedBy(name)] : [], hooks: [] };
  const options = { elsewhere: new Set<string>(), repositories: new Set([`repository-${name}`]) };
  return knownSets([target], allStored(inventories), { ...options, inventoryNamespace: NAMESPACE });
}

function allStored(entries: World['entries']): readonly StoredInventory[] {
  return NAMES.flatMap((one) => (entries[one] ? [stored(one, entries[one])] : []));
}

/** `setsOfStrangers`: the inventories that were there at first, and those that appeared since. */
function withNew(first: World['entries'], now: World['entries']): World['entries'] {
  return { ...now, ...first };
}

/** What a sync would do; undefined when it has nothing to do. */
function planned(
  name: Name,
  wants: Wants,
  object: KubeObject | undefined,
  inventories: World['entries'],
): Change | GitopsError | undefined {
  const setId = setIdOfName(name);
  const sets = setsFor(name, wants[name], inventories);
  const [entry] = inventories[name] ?? [];
  const live = object && memberOf(object) === setId ? object : undefined;
  const stranger = live ? undefined : object;
  if (wants[name]) {
    const desired = wantedBy(name);
    const refusal =
      stranger && refuseAdoption(desired, stranger, { trackedAs: name, setId, sets, adopt: wants.adopt ?? false });
    const merged = madeBy(name, 0, object?.metadata.uid ?? '');
    const rehearsal = { merged, manifest: desired.manifest, force: false, taken: [], yielded: [], warnings: [] };
    const decision = decide(
      {
        desired,
        entry,
        live,
        stranger,
        adopting: stranger !== undefined && !sets.has(memberOf(stranger) ?? ''),
        refusal,
        rehearsal,
      },
      { application: { syncOptions: [] } },
    );
    return 'problem' in decision ? decision.problem : decision;
  }
  if (!entry) return undefined;
  const others = [...sets.values()].filter(({ foreign, wants: listed }) => foreign && listed.has(KEY));
  const resource = { ...wantedBy(name).resource };
  const decision = decidePrune(entry, {
    application: { instance: name, syncOptions: [], prune: true },
    options: { allowEmpty: true },
    inventoryNamespace: NAMESPACE,
    members: new Map(live ? [[KEY, live]] : []),
    detached: new Set(stranger ? [KEY] : []),
    claimed: new Set(),
    listedByOthers: new Map(others.map(({ application }) => [KEY, application])),
    incomplete: new Map(),
    discovery: { find: () => resource, preferred: () => resource, unavailableGroups: [] },
  });
  return 'action' in decision ? decision : undefined;
}

const asPlan = (change: Change | undefined) => planOf({ changes: change ? [change] : [] });

function begin(name: Name, wants: Wants, sync: Sync, object: KubeObject | undefined): Sync {
  const inventories = sync.inventories!;
  const change = planned(name, wants, object, inventories);
  if (GitopsError.is(change)) return { step: 'end', outcome: 'refused', refusal: change };
  return { ...sync, step: 'pending', change, previous: inventories[name], progress: none };
}

function afterPending({ change, ...sync }: Sync): Sync {
  if (!change || !(isApply(change) || change.action === 'delete')) return { ...sync, change, step: 'record' };
  if (change.action === 'delete') return { ...sync, change, step: 'delete' };
  const step = change.action === 'update' && change.reason === 'handed over' ? 'judge' : 'apply';
  return { ...sync, change, step, expected: expectedOf(change, undefined) };
}

function refusalOf(
  name: Name,
  wants: Wants,
  { entries }: World,
  { inventories }: Sync,
  live: KubeObject,
): GitopsError | undefined {
  const [setId, trackedAs] = [setIdOfName(name), name];
  if (memberOf(live) === setId) return undefined;
  const now = allStored(entries);
  const options = { repository: `repository-${name}`, inventoryNamespace: NAMESPACE };
  const sets = refreshSets(setsFor(name, wants[name], inventories!), now, options);
  return refuseAdoption(wantedBy(name), live, { trackedAs, setId, sets, adopt: false });
}

/** One request of one sync. */
function next(name: Name, wants: Wants, { world, syncs }: State): State {
  const sync = syncs[name];
  const become = (changed: Sync, now: World = world): State => ({ world: now, syncs: { ...syncs, [name]: changed } });
  const judged = (live: KubeObject, passed: Partial<Sync>): State => {
    const refusal = refusalOf(name, wants, world, sync, live);
    if (!refusal) return become({ ...sync, step: 'apply', ...passed });
    return become({ ...sync, step: 'record', outcome: 'refused', refusal, progress: none });
  };
  const { object } = world;
  const isLive = sync.change && 'live' in sync.change ? sync.change.live : undefined;
  switch (sync.step) {
    case 'inventories':
      return become({ ...sync, step: 'object', inventories: world.entries });
    case 'object':
      return object && !setsFor(name, wants[name], sync.inventories!).has(memberOf(object)!)
        ? become({ ...sync, step: 'inventories of strangers', found: object })
        : become(begin(name, wants, sync, object));
    case 'inventories of strangers': {
      const inventories = withNew(sync.inventories!, world.entries);
      return become(begin(name, wants, { ...sync, inventories }, sync.found));
    }
    case 'pending': {
      const entries = pendingEntries(asPlan(sync.change), sync.previous ?? []);
      return become(afterPending(sync), { ...world, entries: { ...world.entries, [name]: entries } });
    }
    case 'judge':
      return judged(isLive!, {});
    case 'apply': {
      const { expected } = sync;
      const version = object?.metadata.resourceVersion;
      const isMet = expected === undefined || (expected === 'absent' ? !object : expected.resourceVersion === version);
      if (!isMet) return become({ ...sync, step: 'look' });
      const versions = world.versions + 1;
      const applied = madeBy(name, versions, object?.metadata.uid ?? `uid-${versions}`);
      return become(
        { ...sync, step: 'record', progress: { attempted: true, applied, deleted: false } },
        { ...world, object: applied, versions },
      );
    }
    case 'look':
      return become(
        object ? { ...sync, step: 'judge again', found: object } : { ...sync, step: 'apply', expected: 'absent' },
      );
    case 'judge again': {
      const expected = { resourceVersion: sync.found!.metadata.resourceVersion! };
      return judged(sync.found!, { expected });
    }
    case 'delete': {
      const isSame = object?.metadata.uid === isLive?.metadata.uid && memberOf(object ?? isLive!) === setIdOfName(name);
      if (!isSame) return become({ ...sync, step: 'record', progress: { attempted: false, deleted: !object } });
      return become(
        { ...sync, step: 'record', progress: { attempted: false, deleted: true } },
        { ...world, object: undefined },
      );
    }
    default: {
      const { attempted, applied, deleted } = sync.progress ?? none;
      const entries = entriesAfter(asPlan(sync.change), sync.previous ?? [], {
        attempted: new Set(attempted ? [KEY] : []),
        applied: new Map(applied ? [[KEY, applied]] : []),
        deleted: new Set(deleted ? [KEY] : []),
      });
      const outcome = sync.outcome ?? 'synced';
      return become(
        { step: 'end', outcome, refusal: sync.refusal, hasWritten: attempted },
        { ...world, entries: { ...world.entries, [name]: entries } },
      );
    }
  }
}

const START: Sync = { step: 'inventories' };

/** Every state at which two syncs can end, in every order, each killed at any step or not at all. */
function ends(world: World, wants: Wants): readonly State[] {
  const seen = new Set<string>();
  const found: State[] = [];
  const open: State[] = [{ world, syncs: { a: START, b: START } }];
  for (let state = open.pop(); state; state = open.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const running = NAMES.filter((name) => state.syncs[name].step !== 'end');
    if (running.length === 0) found.push(state);
    for (const name of running) {
      open.push(next(name, wants, state));
      open.push({ ...state, syncs: { ...state.syncs, [name]: { step: 'end', outcome: 'killed' } } });
    }
  }
  return found;
}

/** One sync that nobody disturbs. */
function alone(name: Name, wants: Wants, world: World): { readonly world: World; readonly outcome: string } {
  let state: State = { world, syncs: { a: { step: 'end' }, b: { step: 'end' }, [name]: START } };
  for (let steps = 0; state.syncs[name].step !== 'end' && steps < 20; steps += 1) state = next(name, wants, state);
  return { world: state.world, outcome: state.syncs[name].outcome ?? 'endless' };
}

const ownerOf = ({ object }: World) => object && NAMES.find((name) => setIdOfName(name) === memberOf(object));
const lists = ({ entries }: World, name: Name) => (entries[name] ?? []).length > 0;

/** Each syncs again, one after the other, until a round changes nothing any more. */
function settled(world: World, wants: Wants): { readonly world: World; readonly outcomes: readonly string[] } {
  let now = world;
  let outcomes: readonly string[] = [];
  for (let round = 0; round < 4; round += 1) {
    outcomes = NAMES.map((name) => {
      const run = alone(name, wants, now);
      now = run.world;
      return run.outcome;
    });
  }
  return { world: now, outcomes };
}

const entry = (name: Name, more: Partial<InventoryEntry> = {}): InventoryEntry => {
  const { identity, manifest, hash } = wantedBy(name);
  return { apiVersion: manifest.apiVersion, ...identity, uid: 'uid-1', manifest: hash, live: 'other', ...more };
};
const pending = (name: Name) => entry(name, { uid: undefined, manifest: undefined, live: undefined });
const empty: World['entries'] = { a: [], b: [] };
const owned = { object: madeBy('a', 1, 'uid-1'), versions: 1 };

const BEGINNINGS: readonly [string, World][] = [
  ['nothing is there', { entries: {}, versions: 0 }],
  ['nothing is there, and each has synced something else before', { entries: empty, versions: 0 }],
  ['a owns it', { ...owned, entries: { ...empty, a: [entry('a')] } }],
  ['a has given it up, and its label is left', { ...owned, entries: empty }],
  ['a was killed before it made it', { entries: { ...empty, a: [pending('a')] }, versions: 0 }],
  ['a was killed after it made it', { ...owned, entries: { ...empty, a: [pending('a')] } }],
  ['both list it, and a owns it', { ...owned, entries: { a: [entry('a')], b: [entry('b')] } }],
  [
    'b was killed before it could make it, and a owns it',
    { ...owned, entries: { a: [entry('a')], b: [pending('b')] } },
  ],
];

describe.each(BEGINNINGS)('%s', (_, world) => {
  test('both want it: one owns it and the other is refused, whatever happened before, and it stays so', () => {
    const wants = { a: true, b: true };
    const all = ends(world, wants);
    expect(all.length).toBeGreaterThan(3);
    for (const state of all) {
      const after = settled(state.world, wants);
      const owner = ownerOf(after.world);
      expect(owner).toBeDefined();
      expect(after.outcomes).toEqual(NAMES.map((name) => (name === owner ? 'synced' : 'refused')));
      expect(lists(after.world, owner!)).toBe(true);
      expect(after.world.object?.['data']).toEqual({ by: owner });
      // Who has made it keeps it.
      const first = ownerOf(state.world);
      if (first && lists(state.world, first)) expect(owner).toBe(first);
    }
  });

  test.each([{}, { adopt: true }] as const)(
    'both want it (%j), and nobody is killed: at most one of them has applied it and is told that it is synced',
    (how) => {
      const both = ends(world, { a: true, b: true, ...how })
        .map(({ syncs }) => NAMES.map((name) => syncs[name]))
        .filter((syncs) => !syncs.some(({ outcome }) => outcome === 'killed'));
      expect(both.length).toBeGreaterThan(0);
      for (const syncs of both) {
        const done = syncs.filter(({ outcome, hasWritten }) => outcome === 'synced' && hasWritten);
        expect(done.length).toBeLessThan(2);
      }
    },
  );

  test.each([{}, { adopt: true }] as const)('both want it (%j): who is refused is told who owns it', (how) => {
    const refused = ends(world, { a: true, b: true, ...how })
      .flatMap(({ syncs }) => NAMES.map((name) => syncs[name]))
      .filter(({ outcome }) => outcome === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    for (const { refusal } of refused) expect(refusal?.code).toBe('CLUSTER_SHARED_OBJECT');
  });

  test('a does not want it any more, and b does: it ends with b, and is never deleted while b lists it', () => {
    const wants = { a: false, b: true };
    for (const state of ends(world, wants)) {
      const after = settled(state.world, wants);
      expect(ownerOf(after.world)).toBe('b');
      expect(after.outcomes).toEqual(['synced', 'synced']);
      expect(lists(after.world, 'a')).toBe(false);
      expect(lists(after.world, 'b')).toBe(true);
      if (world.object && lists(world, 'b')) expect(after.world.object?.metadata.uid).toBe('uid-1');
    }
  });

  test('neither wants it any more: no inventory lists it, and an owner that listed it has deleted it', () => {
    const wants = { a: false, b: false };
    for (const state of ends(world, wants)) {
      const after = settled(state.world, wants);
      expect(NAMES.filter((name) => lists(after.world, name))).toEqual([]);
      if (lists(world, 'a') && !lists(world, 'b')) expect(after.world.object).toBeUndefined();
    }
  });
});
