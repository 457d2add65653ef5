import { waveOf } from '../../../src/argocd/waves.js';
import type { DesiredObject } from '../../../src/cluster/objects/desired.js';
import type { Change, DeleteChange } from '../../../src/cluster/observe/change.js';
import { type ScheduledTask, scheduleOf } from '../../../src/cluster/plan/schedule.js';
import { scheduleWaves } from '../../../src/cluster/plan/schedule-waves.js';
import { groupOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

interface Sketch {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly wave?: number;
  readonly spec?: unknown;
}

function manifest({ apiVersion = 'v1', kind, name, namespace, wave, spec }: Sketch): KubeObject {
  const annotations: Record<string, string> = wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) };
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}), annotations }, ...(spec ? { spec } : {}) };
}

function create(sketch: Sketch): Change {
  const object = manifest(sketch);
  const [group, version] = [groupOf(object.apiVersion), 'v1'];
  const { name, namespace } = object.metadata;
  const desired: DesiredObject = {
    identity: { group, kind: object.kind, ...(namespace ? { namespace } : {}), name },
    resource: { group, version, kind: object.kind, resource: 'x', namespaced: namespace !== undefined, verbs: [] },
    manifest: object,
    hash: '',
    wave: waveOf(object),
    options: [],
    awaitsKind: false,
  };
  return { action: 'create', reason: 'new', desired, manifest: object, force: false, taken: [], yielded: [] };
}

const scheduled = (changes: readonly Change[]): readonly ScheduledTask[] => scheduleOf({ changes, forget: [], runs: [], remembered: [], asArgoCd: false, problems: [] });

/** `phase wave: names of a step` for each wave. */
const told = (changes: readonly Change[]): string[] =>
  scheduleWaves(scheduled(changes)).map(
    ({ phase, wave, steps }) => `${phase} ${wave}: ${steps.map((step) => step.map(({ object }) => object.name).join('+')).join(' ')}`,
  );

test('foundations first, then kinds in their order, webhooks last, each step at once and by name', () => {
  const changes = [
    { kind: 'ValidatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook' },
    { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'n', name: 'web' },
    { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'n', name: 'api' },
    { kind: 'ConfigMap', namespace: 'n', name: 'settings' },
    { kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'n', name: 'widget' },
    { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'definition' },
    { kind: 'Namespace', name: 'n' },
  ].map(create);

  expect(told(changes)).toEqual(['Sync 0: n definition settings api+web widget webhook']);
  expect(scheduled(changes).map(({ step }) => step)).toEqual([1, 2, 3, 4, 4, 5, 6]);
  expect(scheduled(changes)[0]).toMatchObject({ phase: 'Sync', wave: 0, object: { kind: 'Namespace', name: 'n' }, action: 'create', reason: 'new' });
});

test('waves go in order of their numbers', () => {
  expect(
    told(
      [
        { kind: 'ConfigMap', name: 'b', wave: 10 },
        { kind: 'ConfigMap', name: 'a', wave: -1 },
        { kind: 'ConfigMap', name: 'c', wave: 2 },
      ].map(create),
    ),
  ).toEqual(['Sync -1: a', 'Sync 2: c', 'Sync 10: b']);
});

test('a Namespace and a CRD come no later than what needs them, and earlier where they say so', () => {
  const spec = { group: 'example.com', names: { kind: 'Widget', plural: 'widgets' }, versions: [{ name: 'v1', served: true }] };
  const definition = { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'definition', spec };

  expect(
    told(
      [
        { ...definition, wave: 5 },
        { kind: 'Namespace', name: 'n', wave: 5 },
        { kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'n', name: 'widget', wave: 1 },
        { kind: 'Namespace', name: 'early', wave: -3 },
        { kind: 'ConfigMap', namespace: 'early', name: 'late', wave: 9 },
      ].map(create),
    ),
  ).toEqual(['Sync -3: early', 'Sync 1: n definition widget', 'Sync 9: late']);
});

const remove = (sketch: Sketch): DeleteChange => {
  const live = manifest(sketch);
  const entry = { apiVersion: live.apiVersion, group: groupOf(live.apiVersion), kind: live.kind, name: live.metadata.name };
  return { action: 'delete', entry, live, resource: { group: '', version: 'v1', kind: live.kind, resource: 'x', namespaced: true, verbs: [] } };
};

test('deletion comes after everything that is applied, and goes the other way round', () => {
  const deletions = [
    { kind: 'Namespace', name: 'n' },
    { kind: 'ConfigMap', name: 'settings' },
    { kind: 'Deployment', apiVersion: 'apps/v1', name: 'web' },
    { kind: 'ConfigMap', name: 'late', wave: 3 },
    { kind: 'MutatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook' },
  ].map(remove);

  expect(told([...deletions, create({ kind: 'ConfigMap', name: 'new', wave: 7 })])).toEqual([
    'Sync 7: new',
    'Sync 8: late',
    'Sync 9: webhook web settings n',
  ]);
});

test('a refused deletion is told last', () => {
  const entry = { apiVersion: 'v1', group: '', kind: 'ConfigMap', name: 'precious' };
  const refusal: Change = { action: 'refuse', entry, reason: 'pruning is off', retained: true };

  expect(told([refusal, remove({ kind: 'ConfigMap', name: 'gone' })])).toEqual(['Sync 1: gone precious']);
});
