import { type DecideContext, decide } from '../../../src/cluster/plan/decide.js';
import type { Observation } from '../../../src/cluster/rehearse/observation.js';
import type { Rehearsal } from '../../../src/cluster/rehearse/rehearsal.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { desiredOf, entryOf, liveOf, type Sketch } from '../../helpers/decisions.js';

// "Why was this created, changed, made again, left alone or refused?" For what Git wants; docs/sync.md, "The
// way of a run" and "Fields"; docs/sync-options.md, "Sync options".

const before: Sketch = { namespace: 'shop', data: { v: '1' } };
const after: Sketch = { namespace: 'shop', data: { v: '2' } };
/** Live and inventory as the last apply of `before` left them, and Git still has it. */
const settled = { desired: desiredOf(before), entry: entryOf(before), live: liveOf(before) };
/** The same, and Git has `after`, which the API server would accept. */
const changed = { ...settled, desired: desiredOf(after), rehearsal: rehearsal(liveOf(after)) };
const unseen = { desired: desiredOf(before) };
const drifted = { ...settled, live: liveOf(after, { managedFields: [] }), rehearsal: rehearsal(liveOf(before)) };
const stranger = liveOf(before, { uid: 'uid-0', managedFields: [] });
const migration = { managers: ['helm'], adopting: false };
const terminating = { deletionTimestamp: '2026-01-01T00:00:00Z' };

function rehearsal(merged: KubeObject, more: Partial<Rehearsal> = {}): Rehearsal {
  return { merged, manifest: desiredOf(before).manifest, force: false, taken: [], yielded: [], warnings: [], ...more };
}

/** The decision in a word or two: action and reason, `keep stale`, or the code of the problem. */
function told(
  observation: Observation,
  { application = { syncOptions: [] }, ...context }: Partial<DecideContext> = {},
): string {
  const decision = decide(observation, { application, ...context });
  if ('problem' in decision) return decision.problem.code;
  if (decision.action === 'keep') return decision.stale ? 'keep stale' : 'keep';
  return 'reason' in decision ? `${decision.action}: ${decision.reason}` : decision.action;
}

describe('an object that is not there', () => {
  test.each<[string, Observation, string]>([
    ['was never there', { ...unseen, rehearsal: rehearsal(liveOf(before)) }, 'create: new'],
    [
      'was never there, and cannot be rehearsed: its Namespace or kind comes in this run',
      { ...unseen, simulated: true },
      'create: new',
    ],
    [
      'its creation was interrupted',
      { ...unseen, entry: entryOf(before, { manifest: undefined, live: undefined, uid: undefined }) },
      'create: new',
    ],
    ['it was synced, and somebody deleted it', { ...unseen, entry: entryOf(before) }, 'create: missing'],
  ])('%s', (_, observation, decision) => {
    expect(told(observation)).toBe(decision);
  });
});

describe('an object of ours', () => {
  const secret: Sketch = { kind: 'Secret', namespace: 'shop', data: { password: 'b25l' } };
  const other: Sketch = { ...secret, data: { password: 'dHdv' } };
  const secrets = {
    desired: desiredOf(other),
    entry: entryOf(secret),
    live: liveOf(secret),
    rehearsal: rehearsal(liveOf(other)),
  };
  const touched = liveOf(secret, { managedFields: [] });

  test.each<[string, Observation, string]>([
    ['Git and cluster are what they were after the last apply', settled, 'keep'],
    ['the same, and a dry run that was asked for agrees', { ...settled, rehearsal: rehearsal(liveOf(before)) }, 'keep'],
    [
      'Git has another manifest that comes to the same: the inventory is brought up to date',
      { ...settled, desired: desiredOf(after), rehearsal: rehearsal(liveOf(before)) },
      'keep stale',
    ],
    [
      'the last run was interrupted after its apply',
      { ...settled, entry: entryOf(before, { manifest: undefined }), rehearsal: rehearsal(liveOf(before)) },
      'keep stale',
    ],
    ['Git has another manifest', changed, 'update: manifest changed'],
    [
      'Git has another manifest, and it cannot be rehearsed',
      { ...changed, rehearsal: undefined },
      'update: manifest changed',
    ],
    ['somebody changed the object', drifted, 'update: drifted'],
    [
      'nobody touched what we own, and an apply would change the object all the same',
      { ...settled, rehearsal: rehearsal(liveOf(after)) },
      'update: drifted',
    ],
    [
      'somebody made the object again',
      { ...settled, live: liveOf(after, { uid: 'uid-2' }), rehearsal: rehearsal(liveOf(before)) },
      'update: drifted',
    ],
    [
      'Git has another manifest, and somebody changed the object',
      { ...changed, live: drifted.live },
      'update: manifest changed',
    ],
    [
      'the last run was interrupted before its apply',
      { ...changed, entry: entryOf(before, { manifest: undefined, live: undefined }) },
      'update: interrupted before',
    ],
    ['the inventory does not know it', { ...changed, entry: undefined }, 'update: interrupted before'],
    [
      'another tool shares its fields, and nothing else differs',
      { ...settled, rehearsal: rehearsal(liveOf(before), { migration }) },
      'update: taken over',
    ],
    [
      'another tool shares its fields, and Git has another manifest',
      { ...changed, rehearsal: rehearsal(liveOf(after), { migration }) },
      'update: manifest changed',
    ],
    ['a Secret has other values in Git: the inventory knows none', secrets, 'update: manifest changed'],
    ['somebody changed a Secret', { ...secrets, live: touched }, 'update: drifted'],
    ['somebody made a Secret again', { ...secrets, live: liveOf(secret, { uid: 'uid-2' }) }, 'update: drifted'],
  ])('%s', (_, observation, decision) => {
    expect(told(observation)).toBe(decision);
  });
});

describe('an object that is not ours, and may be taken', () => {
  test.each<[string, Observation, string]>([
    [
      "it was nobody's: --adopt",
      { ...unseen, stranger, adopting: true, rehearsal: rehearsal(liveOf(before)) },
      'update: adopted',
    ],
    ['the same, and it cannot be rehearsed', { ...unseen, stranger, adopting: true }, 'update: adopted'],
    [
      'it is what Git wants already: it becomes ours all the same',
      { ...unseen, stranger, adopting: true, rehearsal: rehearsal(stranger) },
      'update: adopted',
    ],
    [
      'another Argo Application of ours gave it up',
      { ...unseen, stranger, adopting: false, rehearsal: rehearsal(liveOf(before)) },
      'update: handed over',
    ],
  ])('%s', (_, observation, decision) => {
    expect(told(observation)).toBe(decision);
    expect(decide(observation, { application: { syncOptions: [] } })).toMatchObject({ live: stranger });
  });
});

describe('what stops the sync before the first write', () => {
  const refusal = new GitopsError('CLUSTER_NOT_OURS', 'not ours');
  const failure = new GitopsError('CLUSTER_INVALID', 'no');

  test.each<[string, Observation, string]>([
    ['it may not be taken', { ...unseen, stranger, refusal }, 'CLUSTER_NOT_OURS'],
    ['it may not be applied though nothing changed', { ...settled, refusal }, 'CLUSTER_NOT_OURS'],
    ['it is being deleted', { ...settled, live: liveOf(before, terminating) }, 'CLUSTER_TERMINATING'],
    [
      'it is being deleted, and the dry run failed',
      { ...settled, live: liveOf(before, terminating), failure },
      'CLUSTER_TERMINATING',
    ],
    ['the API server refuses it', { ...unseen, failure }, 'CLUSTER_INVALID'],
    ['the API server refuses the change', { ...changed, rehearsal: undefined, failure }, 'CLUSTER_INVALID'],
  ])('%s', (_, observation, code) => {
    expect(told(observation)).toBe(code);
  });

  test('an object that is being deleted is named, with what to do', () => {
    expect(
      decide({ ...settled, live: liveOf(before, terminating) }, { application: { syncOptions: [] } }),
    ).toMatchObject({
      problem: {
        message: 'ConfigMap shop/a is being deleted in the cluster, and wanted by Git',
        object: 'ConfigMap shop/a',
        hint: expect.stringContaining('Wait until it is gone'),
      },
    });
  });
});

describe('a field that cannot change', () => {
  const failure = new GitopsError('CLUSTER_IMMUTABLE', 'spec.selector: field is immutable');
  const job = (sketch: Sketch = {}): Observation => {
    const given: Sketch = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', ...sketch };
    return { desired: desiredOf({ ...given, data: { v: '2' } }), entry: entryOf(given), live: liveOf(given), failure };
  };
  const force: Partial<DecideContext> = { application: { syncOptions: ['Force=true'] } };
  const again = 'recreate: spec.selector: field is immutable';
  const crd: Sketch = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', namespace: undefined };

  test.each<[string, Observation, Partial<DecideContext>, string]>([
    ['nobody asked for it', job(), {}, 'CLUSTER_IMMUTABLE'],
    ['the object says Force=true', job({ options: 'Force=true' }), {}, again],
    ['its Argo Application says Force=true', job(), force, again],
    ['--recreate', job(), { recreate: true }, again],
    ['--recreate goes before Force=false of the object', job({ options: 'Force=false' }), { recreate: true }, again],
    [
      'the object says Force=false, and goes before Force=true of its Argo Application',
      job({ options: 'Force=false' }),
      force,
      'CLUSTER_IMMUTABLE',
    ],
    [
      'a Namespace with --recreate',
      job({ apiVersion: 'v1', kind: 'Namespace', namespace: undefined }),
      { recreate: true },
      'CLUSTER_IMMUTABLE',
    ],
    ['a CustomResourceDefinition with --recreate', job(crd), { recreate: true }, 'CLUSTER_IMMUTABLE'],
    [
      'a PersistentVolume with --recreate',
      job({ apiVersion: 'v1', kind: 'PersistentVolume' }),
      { recreate: true },
      'CLUSTER_IMMUTABLE',
    ],
    [
      'a PersistentVolumeClaim of an Argo Application with Force=true',
      job({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' }),
      force,
      'CLUSTER_IMMUTABLE',
    ],
    [
      'a PersistentVolumeClaim that says Force=true itself',
      job({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', options: 'Force=true' }),
      {},
      again,
    ],
    [
      'any other mistake',
      { ...job({ options: 'Force=true' }), failure: new GitopsError('CLUSTER_INVALID', 'no') },
      { recreate: true },
      'CLUSTER_INVALID',
    ],
    [
      'an object that is not ours yet',
      { ...job({ options: 'Force=true' }), live: undefined, stranger, adopting: true },
      {},
      'CLUSTER_IMMUTABLE',
    ],
  ])('%s', (_, observation, context, decision) => {
    expect(told(observation, context)).toBe(decision);
  });

  test('what is made anew is sent whole, and shown as its rehearsal gave it', () => {
    const observation = job({ options: 'Force=true' });
    const anew = liveOf(after);
    const sent = {
      desired: observation.desired,
      manifest: observation.desired.manifest,
      live: observation.live,
      force: false,
      taken: [],
      yielded: [],
    };

    expect(decide(observation, { application: { syncOptions: [] } })).toEqual({
      action: 'recreate',
      reason: failure.message,
      ...sent,
    });
    expect(decide({ ...observation, anew }, { application: { syncOptions: [] } })).toEqual({
      action: 'recreate',
      reason: failure.message,
      anew,
      ...sent,
    });
  });
});

describe('Replace=true', () => {
  const replacing = (sketch: Sketch = {}, observation: Partial<Observation> = {}): Observation => ({
    ...changed,
    desired: desiredOf({ ...after, ...sketch }, { replace: true }),
    ...observation,
  });
  const force: Partial<DecideContext> = { application: { syncOptions: ['Force=true'] } };
  const again = 'recreate: Replace=true with Force=true';

  test.each<[string, Observation, Partial<DecideContext>, string]>([
    ['alone replaces in place', replacing(), {}, 'update: manifest changed'],
    ['with Force=true of the object', replacing({ options: 'Force=true' }), {}, again],
    ['with Force=true of the Argo Application', replacing(), force, again],
    ['with Force=false of the object', replacing({ options: 'Force=false' }), force, 'update: manifest changed'],
    [
      'with Force=true, and nothing changed',
      { ...settled, desired: desiredOf(before, { replace: true }) },
      force,
      'keep',
    ],
    [
      'with Force=true, and it comes to the same',
      replacing({}, { rehearsal: rehearsal(liveOf(before)) }),
      force,
      'keep stale',
    ],
    [
      'with Force=true of a PersistentVolumeClaim',
      replacing({ kind: 'PersistentVolumeClaim', options: 'Force=true' }),
      {},
      'update: manifest changed',
    ],
    [
      'with Force=true, and it could not be rehearsed',
      replacing({}, { rehearsal: undefined }),
      force,
      'update: manifest changed',
    ],
    [
      'with Force=true of an object that is not there',
      replacing({}, { live: undefined, entry: undefined }),
      force,
      'create: new',
    ],
    [
      'with Force=true of an object that is adopted',
      replacing({}, { live: undefined, stranger, adopting: true }),
      force,
      'update: adopted',
    ],
    ['--recreate alone replaces in place', replacing(), { recreate: true }, 'update: manifest changed'],
  ])('%s', (_, observation, context, decision) => {
    expect(told(observation, context)).toBe(decision);
  });
});

test('Force=true without Replace=true changes in place what can change', () => {
  expect(told(changed, { application: { syncOptions: ['Force=true'] } })).toBe('update: manifest changed');
});

describe('what is sent', () => {
  const conflict = { field: '.data.v', manager: 'operator' };
  const application = { syncOptions: [] };

  test('is what the dry run settled: without fields that were yielded, with those that are taken by force', () => {
    const manifest = liveOf({ name: 'smaller' });
    const settledSo = {
      manifest,
      force: true,
      taken: [conflict],
      yielded: [{ ...conflict, field: '.data.w' }],
      migration,
    };

    expect(
      decide({ ...changed, ahead: true, rehearsal: rehearsal(liveOf(after), settledSo) }, { application }),
    ).toEqual({
      action: 'update',
      reason: 'manifest changed',
      desired: changed.desired,
      live: changed.live,
      merged: liveOf(after),
      ahead: true,
      ...settledSo,
    });
  });

  test('is what Git has, not forced, where no dry run was possible', () => {
    expect(decide(unseen, { application })).toEqual({
      action: 'create',
      reason: 'new',
      desired: unseen.desired,
      manifest: unseen.desired.manifest,
      force: false,
      taken: [],
      yielded: [],
    });
  });

  test('of an object that stays, the fields are named that were yielded', () => {
    expect(
      decide({ ...settled, rehearsal: rehearsal(liveOf(before), { yielded: [conflict] }) }, { application }),
    ).toEqual({
      action: 'keep',
      desired: settled.desired,
      live: settled.live,
      stale: false,
      yielded: [conflict],
    });
    expect(decide(settled, { application })).toMatchObject({ action: 'keep', yielded: [] });
  });
});
