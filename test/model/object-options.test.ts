import { ApiObject, Chart, Testing } from 'cdk8s';
import { hookOf } from '../../src/argocd/sync/hooks.js';
import { metadataWords } from '../../src/argocd/sync/metadata-words.js';
import { SYNC_OPTIONS } from '../../src/argocd/sync/sync-option-table.js';
import { type HookProps, hook } from '../../src/model/hook.js';
import { ignoreExtraneous, ignoreHealth, type ObjectSyncOptions, syncOptions } from '../../src/model/object-options.js';
import { RawObject } from '../../src/model/raw-object.js';
import { syncWave } from '../../src/model/sync-wave.js';

const JOB = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate' } };
const raw = () => new RawObject(new Chart(Testing.app(), 'shop'), 'migrate', JOB);
const annotations = (object: RawObject) => object.toJson().metadata.annotations;

test.each<[string, (object: RawObject) => RawObject, Readonly<Record<string, string>>]>([
  ['a hook', (job) => hook(job, { phase: 'PreSync' }), { 'argocd.argoproj.io/hook': 'PreSync' }],
  [
    'a hook of several phases and policies, in a wave',
    (job) => hook(job, { phase: ['PreSync', 'PostSync'], deletePolicy: ['HookSucceeded', 'HookFailed'], wave: -1 }),
    {
      'argocd.argoproj.io/hook': 'PreSync,PostSync',
      'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded,HookFailed',
      'argocd.argoproj.io/sync-wave': '-1',
    },
  ],
  [
    'sync options',
    (job) => syncOptions(job, { replace: true, force: true, prune: false, delete: 'confirm', validate: undefined }),
    { 'argocd.argoproj.io/sync-options': 'Delete=confirm,Force=true,Prune=false,Replace=true' },
  ],
  ['no sync options', (job) => syncOptions(job, {}), {}],
  ['compare options', ignoreExtraneous, { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' }],
  ['health', ignoreHealth, { 'argocd.argoproj.io/ignore-healthcheck': 'true' }],
  ['a wave', (job) => syncWave(job, 10), { 'argocd.argoproj.io/sync-wave': '10' }],
])('%s: annotations that Argo CD understands', (_, change, expected) => {
  const object = change(raw());

  expect(annotations(object) ?? {}).toEqual(expected);
  expect(metadataWords(object.toJson())).toEqual([]);
});

test('an ApiObject is annotated as well as a raw object', () => {
  const job = hook(new ApiObject(new Chart(Testing.app(), 'shop'), 'migrate', JOB), { phase: 'SyncFail' });
  expect(hookOf(job.toJson())).toEqual({ phases: ['SyncFail'], deletePolicies: ['BeforeHookCreation'] });
});

test.each<[string, () => unknown, string]>([
  [
    'a phase',
    () => hook(raw(), { phase: 'PreSnyc' } as unknown as HookProps),
    "phase 'PreSnyc' of the hook is unknown",
  ],
  ['no phase', () => hook(raw(), { phase: [] }), 'phase of the hook is empty'],
  [
    'a delete policy',
    () => hook(raw(), { phase: 'Sync', deletePolicy: 'Never' } as unknown as HookProps),
    "deletePolicy 'Never' of the hook is unknown",
  ],
  ['a wave', () => hook(raw(), { phase: 'Sync', wave: 0.5 }), "wave '0.5' is not a whole number"],
  [
    'an option of applications',
    () => syncOptions(raw(), { createNamespace: true } as unknown as ObjectSyncOptions),
    "sync option 'CreateNamespace=true' works in spec.syncPolicy.syncOptions only",
  ],
  [
    'a value',
    () => syncOptions(raw(), { prune: 'never' } as unknown as ObjectSyncOptions),
    "sync option 'Prune=never' is not one of the values of 'Prune'",
  ],
])('%s that Argo CD does not know is refused at the line of the call', (_, change, message) => {
  expect(change).toThrow(
    expect.objectContaining({
      code: 'MODEL_INVALID_VALUE',
      message: expect.stringContaining(message),
      constructPath: 'shop/migrate',
      source: expect.objectContaining({ file: expect.stringMatching(/object-options\.test\.ts$/) }),
    }),
  );
});

test('every sync option that an object can have has a typed name', () => {
  const typed: Required<ObjectSyncOptions> = {
    delete: false,
    force: true,
    prune: false,
    pruneLast: true,
    replace: true,
    serverSideApply: true,
    skipDryRunOnMissingResource: true,
    validate: false,
  };
  const known = Object.entries(SYNC_OPTIONS).filter(([, { places }]) =>
    (places as readonly string[]).includes('object'),
  );

  expect(Object.keys(typed).map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}`)).toEqual(
    known.map(([name]) => name),
  );
});
