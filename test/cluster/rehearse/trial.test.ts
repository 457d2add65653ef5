import { randomBytes } from 'node:crypto';
import type { DesiredObject } from '../../../src/cluster/objects/desired.js';
import { trialOf } from '../../../src/cluster/rehearse/trial.js';
import { identityOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { argoApplication, Engine } from '../../helpers/engine.js';
import { podTemplate } from '../../helpers/workloads.js';

afterEach(closeClients);

function nameOfTrial(name: string): string {
  const manifest: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } };
  return (
    trialOf({ identity: identityOf(manifest), manifest } as unknown as DesiredObject, 'default').manifest.metadata
      .name ?? ''
  );
}

describe('the name of a trial', () => {
  test.each([
    ['guestbook-frontend-7', /^[a-z]{9}-[a-z]{8}-\d$/],
    ['Guestbook_frontend.v1', /^G[a-z]{8}_[a-z]{8}\.[a-z]\d$/],
    ['web', /^[a-z]{15}$/],
    ['9-', /^\d[a-z]{12}-$/],
    ['x'.repeat(64), /^[a-z]{64}$/],
  ])('keeps what the API server looks at: %s', (name, shape) => {
    expect(nameOfTrial(name)).toMatch(shape);
    expect(nameOfTrial(name)).not.toBe(name);
  });
});

test('what cannot be rehearsed in place, because its namespace comes with the run, is told by its own name: objects, hooks, and names that are not allowed', async () => {
  const namespace = `trial-${randomBytes(4).toString('hex')}`;
  const spec = { backoffLimit: 0, template: podTemplate('migrate', {}, 'Never'), paralelism: 1 };
  const metadata = { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } };
  const job = { apiVersion: 'batch/v1', kind: 'Job' };
  const service = { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 80 }] } };
  const application = argoApplication(
    namespace,
    [
      { ...service, metadata: { name: 'Front_End' } },
      { ...job, metadata: { ...metadata, name: 'migrate' }, spec } as KubeObject,
      { ...job, metadata: { ...metadata, generateName: 'seed-' }, spec } as unknown as KubeObject,
    ],
    { spec: { syncPolicy: { syncOptions: ['CreateNamespace=true'] } } },
  );

  const { problems, messages } = await new Engine(await testClient()).sync([application]);

  expect(problems).toEqual(['CLUSTER_INVALID', 'CLUSTER_INVALID', 'CLUSTER_INVALID']);
  expect(messages).toEqual([
    expect.stringContaining(
      `Service ${namespace}/Front_End is refused by the API server: Service "Front_End" is invalid: metadata.name`,
    ),
    `Job ${namespace}/migrate is refused by the API server: .spec.paralelism: field not declared in schema`,
    `Job ${namespace}/seed-* is refused by the API server: .spec.paralelism: field not declared in schema`,
  ]);
});

test('a name that the API server does not even look up is told with the object, beside all other mistakes', async () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'trial%2frole' },
    rules: [],
  } as unknown as KubeObject;
  const misspelt = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    dta: {},
  } as unknown as KubeObject;

  const { messages } = await new Engine(await testClient()).sync([
    argoApplication('default', [role, misspelt], { name: 'trial' }),
  ]);

  expect(messages).toEqual([
    expect.stringContaining('ClusterRole trial%2frole has a name that Kubernetes does not take'),
    'ConfigMap default/settings is refused by the API server: .dta: field not declared in schema',
  ]);
});
