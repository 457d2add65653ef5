import { randomBytes } from 'node:crypto';
import { Cluster } from '../../src/model/cluster.js';
import { DirectoryApplication } from '../../src/model/directory-application.js';
import { Environment } from '../../src/model/environment.js';
import { HelmApplication } from '../../src/model/helm-application.js';
import { KustomizeApplication } from '../../src/model/kustomize-application.js';
import { diff } from '../../src/workflow/diff.js';
import { sync } from '../../src/workflow/sync.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { read } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { repository as newRepository } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();
afterEach(closeClients);

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: '1' }\n`;
const SOURCES = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\ndata: { a: "{{ .Values.a }}" }\n',
  'web/kustomization.yaml': 'resources: [map.yaml]\n',
  'web/map.yaml': map('kustomized'),
  'folder/deep/map.yaml': map('read'),
};

test('a chart, a kustomization and a folder are synced, compared and verified like constructs', async () => {
  await using repository = tempRepository();
  const namespace = await testNamespace('sources');
  const client = await testClient();
  const { userKubeconfig: kubeconfig } = await testCluster();
  const options = {
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig } } } },
    inventoryNamespace: `verbs-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const synth = async (a: string) => {
    const root = newRepository({ root: repository.directory });
    const dev = new Environment(root, 'dev', { cluster: Cluster.inCluster(root) });
    const common = { namespace, only: dev };
    new HelmApplication(root, 'charted', { ...common, chart: { path: 'charts/web' }, values: { a } });
    new KustomizeApplication(root, 'kustomized', { ...common, from: { path: 'web' }, nameSuffix: '-here' });
    new DirectoryApplication(root, 'folder', { ...common, from: { path: 'folder' }, recurse: true });
    await synthRepository({ repository: root, directory: repository.directory, kustomize: kustomize(), commit: {} });
  };
  const data = async (name: string) =>
    (await read(client, `/api/v1/namespaces/${namespace}/configmaps/${name}`))?.['data'];

  repository.commit('sources', SOURCES);
  await synth('one');
  expect(await sync(options)).toMatchObject({ outcome: 'synced' });
  expect(await Promise.all(['charted', 'kustomized-here', 'read'].map(data))).toEqual([
    { a: 'one' },
    { a: '1' },
    { a: '1' },
  ]);
  expect(await verify(options)).toMatchObject({ verified: true });
  expect(await diff(options)).toMatchObject({ changed: false });

  await synth('two');
  const { applications } = await diff(options);
  expect(applications.flatMap(({ changes }) => changes.map(({ action, object }) => [action, object.name]))).toEqual([
    ['update', 'charted'],
  ]);
  await sync(options);
  expect(await data('charted')).toEqual({ a: 'two' });
}, 120_000);
