import { waveOf } from '../../../src/argocd/waves.js';
import type { DesiredObject } from '../../../src/cluster/objects/desired.js';
import type { Change, DeleteChange } from '../../../src/cluster/observe/change.js';
import { pruneSteps, stages } from '../../../src/cluster/plan/stages.js';
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

const told = (sketches: readonly Sketch[]): string[] =>
  stages(sketches.map(create)).map(
    ({ wave, steps }) => `${wave}: ${steps.map(({ changes }) => changes.map(({ desired }) => desired.identity.name).join('+')).join(' ')}`,
  );

test('foundations first, then kinds in their order, webhooks last, each step at once', () => {
  expect(
    told([
      { kind: 'ValidatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook' },
      { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'n', name: 'web' },
      { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'n', name: 'api' },
      { kind: 'ConfigMap', namespace: 'n', name: 'settings' },
      { kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'n', name: 'widget' },
      { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'definition' },
      { kind: 'Namespace', name: 'n' },
    ]),
  ).toEqual(['0: n definition settings web+api widget webhook']);
});

test('waves go in order of their numbers', () => {
  expect(
    told([
      { kind: 'ConfigMap', name: 'b', wave: 10 },
      { kind: 'ConfigMap', name: 'a', wave: -1 },
      { kind: 'ConfigMap', name: 'c', wave: 2 },
    ]),
  ).toEqual(['-1: a', '2: c', '10: b']);
});

test('a Namespace and a CRD come no later than what needs them, and earlier where they say so', () => {
  const spec = { group: 'example.com', names: { kind: 'Widget', plural: 'widgets' }, versions: [{ name: 'v1', served: true }] };
  const definition = { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'definition', spec };

  expect(
    told([
      { ...definition, wave: 5 },
      { kind: 'Namespace', name: 'n', wave: 5 },
      { kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'n', name: 'widget', wave: 1 },
      { kind: 'Namespace', name: 'early', wave: -3 },
      { kind: 'ConfigMap', namespace: 'early', name: 'late', wave: 9 },
    ]),
  ).toEqual(['-3: early', '1: n definition widget', '9: late']);
});

test('deletion goes the other way round', () => {
  const remove = (sketch: Sketch): DeleteChange => {
    const live = manifest(sketch);
    const entry = { apiVersion: live.apiVersion, group: groupOf(live.apiVersion), kind: live.kind, name: live.metadata.name };
    return { action: 'delete', entry, live, resource: { group: '', version: 'v1', kind: live.kind, resource: 'x', namespaced: true, verbs: [] } };
  };
  const steps = pruneSteps(
    [
      { kind: 'Namespace', name: 'n' },
      { kind: 'ConfigMap', name: 'settings' },
      { kind: 'Deployment', apiVersion: 'apps/v1', name: 'web' },
      { kind: 'ConfigMap', name: 'late', wave: 3 },
      { kind: 'MutatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook' },
    ].map(remove),
  );

  expect(steps.map((changes) => changes.map(({ entry }) => entry.name).join('+'))).toEqual(['late', 'webhook', 'web', 'settings', 'n']);
});
