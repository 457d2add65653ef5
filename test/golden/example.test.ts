import { join } from 'node:path';
import { FileSet } from '../../src/files/file-set.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import type { Repository } from '../../src/model/repository.js';
import { collect } from '../../src/synth/collect.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { writtenTargets } from '../../src/synth/target.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { withKustomize } from '../synth/with-kustomize.js';
import { filesOf, readTree } from './helpers.js';

const ROOT = join(import.meta.dirname, '../..');
const kustomize = withKustomize();
let repository: Repository;

beforeAll(async () => {
  ({ default: repository } = (await import(join(ROOT, 'environments/index.ts'))) as { readonly default: Repository });
});

afterEach(closeClients);

test('the committed gitops/ is what environments/ says; after a change run `gitops synth`', async () => {
  const committed = FileSet.of(
    readTree(join(ROOT, 'gitops'))
      .entries()
      .filter(([path]) => !path.startsWith('.gitops/')),
  );

  const result = await synthesize(repository, { kustomize: kustomize(), previous: committed, narrowProjects: false });

  expect(result.warnings).toEqual([]);
  expect(filesOf(result).toJSON()).toEqual(committed.toJSON());
});

test('a real API server accepts every object of every environment in strict dry-run', async () => {
  const client = await testClient();
  const targets = collect(repository).applications.flatMap(writtenTargets);
  const definition = targets
    .flatMap(({ build }) => build.objects)
    .find(({ object }) => object.kind === 'CustomResourceDefinition')!.object;
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const query = { fieldManager: 'example-test', fieldValidation: 'Strict' };
  await client.request({
    method: 'PATCH',
    path: `${path}/${definition.metadata.name}`,
    query,
    body: definition,
    contentType: 'application/apply-patch+yaml',
  });
  const namespace = await testNamespace('example');
  const collections = await collectionsOf(
    client,
    targets.flatMap(({ build }) => build.objects.map(({ object }) => object)),
  );

  const refused: string[] = [];
  for (const { name, build } of targets) {
    for (const { object } of build.objects) {
      const { path: collection, namespaced } = collections.get(`${object.apiVersion}/${object.kind}`)!;
      const place = namespaced ? collection.replace('{namespace}', namespace) : collection;
      const request = {
        method: 'PATCH' as const,
        path: `${place}/${object.metadata.name}`,
        query: { ...query, dryRun: 'All' },
        contentType: 'application/apply-patch+yaml',
      };
      const body = namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
      await client
        .request({ ...request, body })
        .catch((error: unknown) => refused.push(`${name}: ${object.kind} ${object.metadata.name}: ${String(error)}`));
    }
  }

  expect(refused).toEqual([]);
  expect(targets.length).toBe(12);
});

/** Where objects of each kind are sent, from the server's own discovery; waits until a new kind is served. */
async function collectionsOf(client: Awaited<ReturnType<typeof testClient>>, objects: readonly KubeObject[]) {
  const found = new Map<string, { readonly path: string; readonly namespaced: boolean }>();
  for (const { apiVersion, kind } of objects) {
    const key = `${apiVersion}/${kind}`;
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    for (let attempt = 0; !found.has(key) && attempt < 100; attempt++) {
      const { body } = await client
        .request<{
          readonly resources: readonly { readonly kind: string; readonly name: string; readonly namespaced: boolean }[];
        }>({
          method: 'GET',
          path: root,
        })
        .catch(() => ({ body: { resources: [] } }));
      const resource = body.resources.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
      if (resource)
        found.set(key, {
          path: `${root}${resource.namespaced ? '/namespaces/{namespace}' : ''}/${resource.name}`,
          namespaced: resource.namespaced,
        });
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return found;
}
