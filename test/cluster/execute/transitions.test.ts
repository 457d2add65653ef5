import type { Progress } from '../../../src/cluster/execute/execution.js';
import { entriesAfter, pendingEntries } from '../../../src/cluster/execute/transitions.js';
import type { InventoryEntry } from '../../../src/cluster/inventory/inventory.js';
import { ownershipHash } from '../../../src/cluster/objects/fingerprint.js';
import type { Change, UpdateReason } from '../../../src/cluster/plan/change.js';
import type { Plan } from '../../../src/cluster/plan/plan.js';
import { identityKey } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import {
  createOf,
  deleteOf,
  desiredOf,
  entryOf,
  hookOf,
  liveOf,
  planOf,
  refuseOf,
  runOf,
  type Sketch,
} from '../../helpers/decisions.js';

// "What does the inventory remember, however far the run came?" docs/sync.md, "Inventory": nothing is
// orphaned, and nothing half-done is taken for done.

const before: Sketch = { namespace: 'shop', data: { v: '1' } };
const after: Sketch = { namespace: 'shop', data: { v: '2' } };
const old = entryOf(before);
const key = identityKey(old);

/** The object as the API server answers our apply. */
const answered = liveOf(after);
const nothing: Progress = { attempted: new Set(), applied: new Map(), deleted: new Set() };
const attempted: Progress = { ...nothing, attempted: new Set([key]) };
const applied: Progress = { ...attempted, applied: new Map([[key, answered]]) };
const deleted: Progress = { ...nothing, deleted: new Set([key]) };

const create = createOf(after);
const apply = { desired: desiredOf(after), manifest: desiredOf(after).manifest, force: false, taken: [], yielded: [] };
const update = (reason: UpdateReason, live: KubeObject | undefined): Change => ({
  action: 'update',
  reason,
  ...apply,
  live,
});
const changed = update('manifest changed', liveOf(before));
const recreate: Change = { action: 'recreate', reason: 'immutable', ...apply, live: liveOf(before) };
const keep = (stale: boolean): Change => ({
  action: 'keep',
  desired: desiredOf(after),
  live: answered,
  stale,
  yielded: [],
});
const remove: Change = { ...deleteOf(before), entry: old };
const refuse = (retained: boolean): Change => ({ ...refuseOf(before, retained) });

const { manifest: _, live: __, ...halfDone } = old;
const { uid: ___, ...unborn } = halfDone;
const confirmed = entryOf(after);

describe('an object', () => {
  test.each<[string, Change, InventoryEntry | undefined, Progress, InventoryEntry | undefined]>([
    ['to be created, and the run ended before it', create, undefined, nothing, undefined],
    ['to be created, its apply without an answer: known, with no UID', create, undefined, attempted, unborn],
    ['that was created', create, undefined, applied, confirmed],
    ['to be created because it was missing, and the run ended before it', create, old, nothing, old],
    ['to be updated, and the run ended before it', changed, old, nothing, old],
    [
      'to be updated, its apply without an answer: not taken for done, and still the same object',
      changed,
      old,
      attempted,
      halfDone,
    ],
    ['that was updated', changed, old, applied, confirmed],
    [
      'to be adopted, and the run ended before it: not ours',
      update('adopted', liveOf(before)),
      undefined,
      nothing,
      undefined,
    ],
    [
      'to be adopted, its apply without an answer: known, so that the next run goes on',
      update('adopted', liveOf(before)),
      undefined,
      attempted,
      halfDone,
    ],
    ['to be adopted, of which nothing was read', update('adopted', undefined), undefined, attempted, unborn],
    ['to be made again, and the run ended before it', recreate, old, nothing, old],
    ['to be made again, its apply without an answer: the old UID is gone', recreate, old, attempted, unborn],
    [
      'that was made again',
      recreate,
      old,
      { ...applied, applied: new Map([[key, liveOf(after, { uid: 'uid-2' })]]) },
      { ...confirmed, uid: 'uid-2' },
    ],
    ['that stays as it is', keep(false), old, nothing, old],
    ['that stays, and the inventory was not up to date', keep(true), old, nothing, confirmed],
    ['that stays, and the inventory did not know', keep(false), undefined, nothing, confirmed],
    ['to be deleted, and the run ended before it', remove, old, nothing, old],
    ['to be deleted, whose deletion was sent and is not over', remove, old, attempted, old],
    ['that was deleted', remove, old, deleted, undefined],
    ['whose deletion a guard forbids', refuse(true), old, nothing, old],
    ['that is not ours any more', refuse(false), old, nothing, undefined],
  ])('%s', (_, change, entry, progress, expected) => {
    expect(entriesAfter(planOf({ changes: [change] }), entry ? [entry] : [], progress)).toStrictEqual(
      expected ? [expected] : [],
    );
  });

  test('that nothing is planned for leaves the inventory: it is gone, or was handed over', () => {
    expect(entriesAfter(planOf({ forget: [old] }), [old], nothing)).toStrictEqual([]);
  });

  test('that was applied is remembered by what we own of it, and by its UID', () => {
    expect(entriesAfter(planOf({ changes: [changed] }), [old], applied)).toStrictEqual([
      { ...halfDone, uid: 'uid-1', manifest: desiredOf(after).hash, live: ownershipHash(answered) },
    ]);
  });
});

describe('before anything is sent', () => {
  test.each<[string, Change, InventoryEntry | undefined, InventoryEntry | undefined]>([
    ['an object to be created', create, undefined, unborn],
    ['an object to be updated', changed, old, halfDone],
    ['an object to be made again', recreate, old, unborn],
    ['an object that stays', keep(false), old, old],
    ['an object to be deleted', remove, old, old],
    ['an object whose deletion a guard forbids', refuse(true), old, old],
    ['an object that is not ours any more', refuse(false), old, undefined],
  ])('%s', (_, change, entry, expected) => {
    expect(pendingEntries(planOf({ changes: [change] }), entry ? [entry] : [])).toStrictEqual(
      expected ? [expected] : [],
    );
  });

  test('a hook that will run, and what earlier ones left', () => {
    const run = runOf('PreSync', { namespace: 'shop', name: 'migrate' });
    const left = entryOf(
      { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'older' },
      { hook: 'PostSync' },
    );

    expect(pendingEntries(planOf({ runs: [run], remembered: [left] }), [])).toStrictEqual([
      left,
      { apiVersion: 'batch/v1', ...run.desired.identity, hook: 'PreSync' },
    ]);
  });
});

describe('a hook', () => {
  const sketch: Sketch = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'migrate' };
  const hook = hookOf(sketch, 'PreSync', 'PostSync');
  const run = { ...runOf('PreSync', sketch), desired: hook };
  const hookKey = identityKey(hook.identity);
  const started = new Set([hookKey]);
  const made: InventoryEntry = { apiVersion: 'batch/v1', ...hook.identity, uid: 'uid-2', hook: 'PreSync,PostSync' };
  const { uid: _uid, ...unknown } = made;
  const left: InventoryEntry = { ...made, uid: 'uid-1' };
  const running = new Map([[hookKey, liveOf(sketch, { uid: 'uid-2' })]]);

  test.each<[string, Partial<Plan>, Progress, InventoryEntry | undefined]>([
    ['that was not begun', { runs: [run] }, nothing, undefined],
    ['that was sent, without an answer', { runs: [run] }, { ...nothing, attempted: started }, unknown],
    [
      'that was sent to what exists, without an answer',
      { runs: [{ ...run, live: liveOf(sketch) }] },
      { ...nothing, attempted: started },
      left,
    ],
    ['that was made', { runs: [run] }, { ...nothing, attempted: started, applied: running }, made],
    [
      'that was made in the place of an earlier one',
      { runs: [{ ...run, live: liveOf(sketch) }] },
      { ...nothing, attempted: started, applied: running },
      made,
    ],
    [
      'that was made and deleted by its policy',
      { runs: [run] },
      { attempted: started, applied: new Map(), deleted: started },
      undefined,
    ],
    [
      'that was deleted, and made again',
      { runs: [run] },
      { attempted: started, applied: running, deleted: started },
      made,
    ],
    ['of an earlier run stays', { remembered: [left] }, nothing, left],
    ['of an earlier run, not begun again, stays', { runs: [run], remembered: [left] }, nothing, left],
    [
      'of an earlier run is replaced by the one that was made',
      { runs: [run], remembered: [left] },
      { ...nothing, attempted: started, applied: running },
      made,
    ],
    [
      'of an earlier run that is to be deleted and runs again is listed once',
      { runs: [run], changes: [{ ...deleteOf(sketch), entry: left }] },
      { ...nothing, attempted: started },
      unknown,
    ],
    ['of an earlier run was deleted', { remembered: [left] }, { ...nothing, deleted: started }, undefined],
  ])('%s', (_, plan, progress, expected) => {
    expect(entriesAfter(planOf(plan), [], progress)).toStrictEqual(expected ? [expected] : []);
  });
});

test('objects stand in the order of the plan, and hooks after them', () => {
  const run = runOf('PreSync', { name: 'migrate' });
  const hooks = { ...nothing, attempted: new Set([identityKey(run.desired.identity)]) };
  const plan = planOf({ changes: [keep(false), { ...remove, entry: entryOf({ name: 'b' }) }], runs: [run] });

  expect(entriesAfter(plan, [old], hooks).map(({ name }) => name)).toStrictEqual(['a', 'b', 'migrate']);
});
