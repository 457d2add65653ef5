import { readIgnoreRules } from '../../../src/argocd/application/ignore-differences.js';
import { keepIgnored } from '../../../src/cluster/objects/keep-ignored.js';
import { createJq } from '../../../src/engines/jq/create-jq.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const jq = createJq();
afterAll(() => jq.close());

const LABELS = { 'applyset.kubernetes.io/part-of': 'set' };
const object = (spec: object, metadata: object = {}): KubeObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: LABELS, ...metadata },
    spec,
  }) as KubeObject;
const container = (name: string, image: string, more: object = {}) => ({ name, image, ...more });
const pods = (...containers: readonly object[]) => ({ template: { spec: { containers } } });
/** fieldsV1 of containers' images. */
const imagesOf = (...names: readonly string[]) => ({
  'f:spec': {
    'f:template': {
      'f:spec': {
        'f:containers': Object.fromEntries(
          names.map((name) => [`k:{"name":"${name}"}`, { '.': {}, 'f:name': {}, 'f:image': {} }]),
        ),
      },
    },
  },
});
const live = (spec: object, own: object, others: Readonly<Record<string, object>> = {}) =>
  object(spec, {
    managedFields: [
      { manager: 'cdk8s-gitops', operation: 'Apply', fieldsV1: own },
      ...Object.entries(others).map(([manager, fieldsV1]) => ({ manager, operation: 'Update', fieldsV1 })),
    ],
  });
const keep = async (manifest: KubeObject, current: KubeObject, ...rules: readonly object[]) =>
  (
    await keepIgnored(
      manifest,
      current,
      readIgnoreRules(rules.map((rule) => ({ group: '*', kind: '*', ...rule }))),
      () => jq,
    )
  )['spec'];

test('a field that we own keeps its live value, one that we do not own is left out', async () => {
  const manifest = object({ replicas: 2, paused: false });

  expect(
    await keep(manifest, live({ replicas: 5, paused: true }, { 'f:spec': { 'f:replicas': {} } }), {
      jsonPointers: ['/spec/replicas', '/spec/paused'],
    }),
  ).toEqual({ replicas: 5 });
  expect(await keep(manifest, live({}, {}), { jsonPointers: ['/spec/replicas'] })).toEqual({ paused: false });
});

test('a field that left Git stays as long as we own it', async () => {
  const current = live({ replicas: 5, paused: true }, { 'f:spec': { 'f:replicas': {}, 'f:paused': {} } });

  expect(await keep(object({}), current, { jsonPointers: ['/spec/replicas'] })).toEqual({ replicas: 5 });
});

test('items of lists are found by their keys, wherever they stand', async () => {
  const manifest = object(pods(container('web', 'web:2', { args: ['a'] }), container('log', 'log:2')));
  const current = live(
    pods(container('sidecar', 'x:1'), container('log', 'log:1'), container('web', 'web:1', { args: ['a'] })),
    imagesOf('web', 'log'),
  );

  expect(
    await keep(manifest, current, {
      jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "log") | .image'],
    }),
  ).toEqual(pods(container('web', 'web:2', { args: ['a'] }), container('log', 'log:1')));
  expect(
    await keep(manifest, current, { jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "log")'] }),
  ).toEqual(pods(container('web', 'web:2', { args: ['a'] }), container('log', 'log:1')));
});

test('an expression that fails on the object is passed over', async () => {
  const manifest = object({ replicas: 2 });

  expect(
    await keep(manifest, live({ replicas: 5 }, { 'f:spec': { 'f:replicas': {} } }), {
      jqPathExpressions: ['.spec.replicas[0]', '.spec.replicas'],
    }),
  ).toEqual({ replicas: 5 });
});

test("a manager's fields are its own where they differ", async () => {
  const manifest = object({ replicas: 2, ...pods(container('web', 'web:2')) });
  const current = live(
    { replicas: 5, ...pods(container('web', 'web:3')) },
    { 'f:spec': { 'f:replicas': {} } },
    { updater: imagesOf('web') },
  );

  expect(await keep(manifest, current, { managedFieldsManagers: ['updater'] })).toEqual({
    replicas: 2,
    ...pods({ name: 'web' }),
  });
  expect(await keep(manifest, current, { managedFieldsManagers: ['other'] })).toEqual(manifest['spec']);
});

test('what makes it this object, and ours, is never ignored', async () => {
  const manifest = object({});
  const current = live({}, {});

  const kept = await keepIgnored(
    manifest,
    current,
    readIgnoreRules([{ kind: '*', group: '*', jsonPointers: ['/metadata', '/kind'] }]),
    () => jq,
  );

  expect(kept).toEqual(manifest);
});

test('where nothing is ignored the manifest is the very same, and no engine starts', async () => {
  const manifest = object({ replicas: 2 });
  const never = () => {
    throw new Error('asked');
  };
  const rules = readIgnoreRules([
    { group: '*', kind: '*', jsonPointers: ['/spec/gone'], managedFieldsManagers: ['nobody'] },
  ]);

  expect(await keepIgnored(manifest, live({ replicas: 5 }, {}), rules, never)).toBe(manifest);
});
