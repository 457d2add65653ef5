import type { SyncPhase } from '../../../src/argocd/sync/phases.js';
import type { DesiredHook } from '../../../src/cluster/objects/desired.js';
import { hooksDigest } from '../../../src/cluster/plan/hooks-digest.js';
import { type HooksDueContext, hooksDue } from '../../../src/cluster/plan/hooks-due.js';
import { instantiateHook } from '../../../src/cluster/rehearse/instantiate-hook.js';
import { entryOf, hookOf } from '../../helpers/decisions.js';

function hook(hash: string, ...phases: readonly SyncPhase[]): DesiredHook {
  return { ...hookOf({ namespace: 'shop', name: 'migrate' }, ...phases), hash };
}

const hooks = [hook('a', 'PreSync'), hook('b', 'PostDelete')];
const revision = {
  commit: 'c',
  action: 'sync',
  started: '',
  seconds: 1,
  actor: 'a',
  content: '',
  created: 0,
  updated: 0,
  deleted: 0,
} as const;
const synced = { hooks: hooksDigest(hooks), history: [{ ...revision, result: 'synced' }], entries: [] } as const;
const operation = { commit: 'c', action: 'sync', started: '', actor: 'a' } as const;
const owned = entryOf({ namespace: 'shop' });
const left = { ...owned, hook: 'PostDelete' };
const DELETED = 'the application is deleted';

test.each<[string, Partial<HooksDueContext>, string | undefined]>([
  ['nothing to do', {}, undefined],
  ['something to do', { changes: true }, 'something changes'],
  ['the first sync', { inventory: undefined }, 'hooks changed'],
  ['another hook', { hooks: [hook('c', 'PreSync')] }, 'hooks changed'],
  ['another hook of the deletion only', { hooks: [hook('a', 'PreSync'), hook('c', 'PreDelete')] }, undefined],
  ['an interrupted run', { inventory: { ...synced, operation } }, 'interrupted before'],
  [
    'a failed run',
    { inventory: { ...synced, history: [{ ...revision, result: 'failed' }] } },
    'the last run was failed',
  ],
  ['no run is remembered', { inventory: { ...synced, history: [] } }, undefined],
  [
    'the first sync, with hooks of the deletion only',
    { hooks: [hook('b', 'PostDelete')], inventory: undefined },
    undefined,
  ],
  ['asked for', { mode: 'always' }, 'asked for'],
  ['forbidden', { mode: 'never', changes: true }, undefined],
  ['no hooks', { hooks: [], changes: true }, undefined],
  ['a deletion', { deleting: true, inventory: { ...synced, entries: [owned] } }, DELETED],
  ['a deletion, and hooks left objects', { deleting: true, inventory: { ...synced, entries: [left, owned] } }, DELETED],
  ['a deletion of what hooks left', { deleting: true, inventory: { ...synced, entries: [left] } }, undefined],
  [
    'a deletion of what hooks left, which was interrupted',
    { deleting: true, inventory: { ...synced, entries: [left], operation } },
    DELETED,
  ],
  ['a deletion of what was never synced', { deleting: true, inventory: undefined }, undefined],
])('%s', (_, context, reason) => {
  const due = hooksDue({ hooks, mode: 'auto', changes: false, deleting: false, inventory: synced, ...context });
  const phases = context.deleting ? ['PreDelete', 'PostDelete'] : ['PreSync', 'Sync', 'PostSync', 'SyncFail'];

  expect(due).toEqual(reason === undefined ? undefined : { reason, phases });
});

test('a generated name is the one that Argo CD makes, and the tracking id names it', () => {
  const object = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'Migrate-' } } as never;
  const generated: DesiredHook = {
    ...hook('a', 'PreSync'),
    template: { object, prefix: 'migrate-', owner: { trackedAs: 'shop', setId: 's' } },
  };

  const { identity, manifest } = instantiateHook(generated, 'PreSync', {
    commit: 'ABCDEF0123',
    started: '2026-01-02T03:04:05.678Z',
  });

  expect(identity.name).toBe('migrate-abcdef0-presync-1767323045');
  expect(manifest.metadata).toMatchObject({
    name: identity.name,
    annotations: { 'argocd.argoproj.io/tracking-id': `shop:batch/Job:shop/${identity.name}` },
  });
});
