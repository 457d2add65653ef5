import type { KubeClient } from '../../src/cluster/transport/client.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, Engine, read } from '../helpers/engine.js';
import { applyAs, managersOf } from '../helpers/managers.js';

afterEach(closeClients);

/** A kind of its own group in two versions, the old one as if it had been the first. */
function crd(group: string, versions: readonly string[]) {
  const spec = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } } };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  const names = { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', listKind: 'GadgetList' };
  const all = versions.map((name) => ({ name, served: true, storage: name === 'v1', schema }));
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `gadgets.${group}` },
    spec: { group, scope: 'Namespaced', names, versions: all },
  };
}

const gadget = (group: string, version: string, spec: Readonly<Record<string, string>>) => ({
  apiVersion: `${group}/${version}`,
  kind: 'Gadget',
  metadata: { name: 'g' },
  spec,
});

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('gone')];
  const group = `${namespace}.example.com`;
  await applyAs(
    client,
    'test',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    crd(group, ['v1alpha1', 'v1']),
  );
  const path = (version: string) => `/apis/${group}/${version}/namespaces/${namespace}/gadgets`;
  while (!(await read(client, path('v1alpha1')))) await read(client, path('v1'));
  return { client, namespace, group, path, engine: new Engine(client) };
}

/** Removes the old version, and waits until it is not converted to any more. */
async function dropOldVersion(client: KubeClient, group: string, collection: string): Promise<void> {
  await applyAs(client, 'test', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd(group, ['v1']));
  const probe = () =>
    client
      .request({
        method: 'PATCH',
        path: `${collection}/g`,
        query: { fieldManager: 'probe', dryRun: 'All' },
        contentType: 'application/apply-patch+yaml',
        body: gadget(group, 'v1', {}),
      })
      .then(() => true)
      .catch(() => false);
  while (await probe());
}

test('owners of fields that name an API version that is gone are mended, with who owns what: the apply goes on, and a removed field goes', async () => {
  const { client, namespace, group, path, engine } = await start();
  await engine.sync([argoApplication(namespace, [gadget(group, 'v1alpha1', { a: '1', b: '1' })])]);
  await applyAs(client, 'operator', path('v1alpha1'), gadget(group, 'v1alpha1', { c: 'theirs' }));
  await dropOldVersion(client, group, path('v1'));
  const application = argoApplication(namespace, [gadget(group, 'v1', { a: '2' })]);
  const uid = (await read(client, `${path('v1')}/g`))?.metadata.uid;

  const planned = await engine.plan([application]);
  const { problems, result } = await engine.sync([application]);

  expect(planned.planned[0]?.plan.changes[0]).toMatchObject({
    action: 'update',
    migration: { vanishedVersion: `${group}/v1alpha1` },
    merged: { spec: { a: '2', c: 'theirs' } },
  });
  expect([problems, result.outcome]).toEqual([[], 'synced']);
  const live = await read(client, `${path('v1')}/g`);
  expect([live?.metadata.uid, live?.['spec']]).toEqual([uid, { a: '2', c: 'theirs' }]);
  expect(managersOf(live)).toEqual(['cdk8s-gitops/Apply', 'operator/Apply']);
  expect(JSON.stringify(live?.metadata.managedFields)).not.toContain('v1alpha1');
  expect((await engine.sync([application])).result.outcome).toBe('unchanged');
});

test('so are those of an object that is adopted from a tool that had applied it in that version', async () => {
  const { client, namespace, group, path, engine } = await start();
  await applyAs(client, 'helm', path('v1alpha1'), gadget(group, 'v1alpha1', { a: '1', b: '1' }));
  await dropOldVersion(client, group, path('v1'));

  const { problems, result } = await engine.sync([argoApplication(namespace, [gadget(group, 'v1', { a: '1' })])], {
    adopt: true,
  });

  const live = await read(client, `${path('v1')}/g`);
  expect([problems, result?.outcome, live?.['spec'], managersOf(live)]).toEqual([
    [],
    'synced',
    { a: '1' },
    ['cdk8s-gitops/Apply'],
  ]);
});
