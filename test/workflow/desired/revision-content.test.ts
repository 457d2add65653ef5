import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../../src/git/open-repository.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { readContent } from '../../../src/workflow/desired/revision-content.js';
import type { ReadOptions } from '../../../src/workflow/revision/read-revision.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';

let cacheDirectory: string;
beforeEach(() => {
  cacheDirectory = mkdtempSync(join(tmpdir(), 'revision-cache-'));
});
afterEach(() => rmSync(cacheDirectory, { recursive: true, force: true }));

const application = (targetRevision = 'main', source: object = {}) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', targetRevision, path: 'gitops/apps/shop', ...source },
      destination: { name: 'in-cluster', namespace: 'shop' },
    },
  });
const FILES = {
  'gitops/.gitops/files.yaml': '# by gitops synth\n',
  'gitops/applications/dev/shop.yaml': application(),
  'gitops/apps/shop/kustomization.yaml': 'resources: [all.yaml]\n',
  'gitops/apps/shop/all.yaml': toYaml({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { a: '1' },
  }),
};

/** Reads the revision, and says how often files of it were read. */
async function read(repository: TempRepository, options: Partial<ReadOptions> = {}) {
  const git = await openRepository(repository.directory);
  let trees = 0;
  const counting = {
    ...git,
    readTree: (...asked: Parameters<typeof git.readTree>) => git.readTree(...asked).finally(() => trees++),
  };
  const found = await readContent(
    counting,
    { repository: repository.directory, cacheDirectory, cacheVersion: '1', all: true, ...options },
    ({ metadata }) => metadata.name === 'shop',
  );
  const data = found.content.rendered.flatMap(({ objects }) => objects.map((object) => object['data']));
  return { data, trees, found, countTrees: () => trees };
}

test('a revision that was rendered before is not read again, and its files can be had all the same', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  const first = await read(repository);

  const second = await read(repository);

  expect([first.trees, second.trees]).toEqual([1, 0]);
  expect(second.found.content).toEqual(JSON.parse(JSON.stringify(first.found.content)));
  expect(second.found.revision).toEqual(first.found.revision);
  expect((await second.found.files()).tree.files.toJSON()).toEqual((await first.found.files()).tree.files.toJSON());
  expect(second.countTrees()).toBe(1);
});

test('another commit, another selection and another version of this package are read anew', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  await read(repository);

  expect((await read(repository, { cacheVersion: '2' })).trees).toBe(1);
  expect((await read(repository, { outputDir: 'gitops' })).trees).toBe(1);
  repository.commit('second', {
    'gitops/apps/shop/all.yaml': FILES['gitops/apps/shop/all.yaml'].replace('"1"', '"2"').replace("'1'", "'2'"),
  });
  expect(await read(repository)).toMatchObject({ trees: 1, data: [{ a: '2' }] });
});

test('a tag that moved, or came to be, is seen', async () => {
  await using repository = tempRepository();
  const first = repository.commit('first', { ...FILES, 'gitops/applications/dev/shop.yaml': application('v1') });
  repository.commit('second', {
    'gitops/apps/shop/all.yaml': FILES['gitops/apps/shop/all.yaml'].replace("'1'", "'2'"),
  });
  await expect(read(repository)).rejects.toMatchObject({ code: 'GIT_REVISION_NOT_FOUND' });

  repository.git('tag', 'v1', first);
  expect(await read(repository)).toMatchObject({ data: [{ a: '1' }] });
  repository.git('tag', '--force', 'v1', 'HEAD');
  expect(await read(repository)).toMatchObject({ data: [{ a: '2' }] });
});

test('what is not committed is refused, remembered or not', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  await read(repository);
  repository.write({ 'gitops/apps/shop/all.yaml': 'changed\n' });

  await expect(read(repository)).rejects.toMatchObject({ code: 'WORKFLOW_OUTPUT_DIRTY' });
  expect((await read(repository, { revision: 'HEAD' })).trees).toBe(0);
});

test.each<[what: string, files: Record<string, string>]>([
  [
    'a chart, which may be random',
    { 'gitops/apps/shop/chart/Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n' },
  ],
  [
    'a source of another repository',
    {
      'gitops/applications/dev/other.yaml': application()
        .replace('name: shop', 'name: other')
        .replace('a.git', 'b.git'),
    },
  ],
  [
    'a kustomization that may name what is elsewhere',
    { 'gitops/apps/other/kustomization.yaml': 'resources: ["https://git.example.com/b.git?ref=main"]\n' },
  ],
])('%s is rendered each time', async (_, files) => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', 'https://git.example.com/a.git');
  repository.commit('first', { ...FILES, ...files });
  await read(repository);

  expect((await read(repository)).trees).toBe(1);
});

test('clusters that are known beside Git are remembered with it; another cluster is another revision, another password is not, and none is kept', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  const secret = (name: string, bearerToken: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: { name, server: `https://${name}.example.com`, config: JSON.stringify({ bearerToken }) },
  });
  const reading = (...clusterSecrets: readonly KubeObject[]) => read(repository, { generators: { clusterSecrets } });
  const names = ({ found }: Awaited<ReturnType<typeof read>>) =>
    found.content.resources.clusters.map(({ name }) => name);

  const first = await reading(secret('eu', 'sentinel-1'));
  const second = await reading(secret('eu', 'sentinel-2'));
  const third = await reading(secret('eu', 'sentinel-1'), secret('us', 'sentinel-1'));

  expect([first.trees, second.trees, third.trees, (await read(repository)).trees]).toEqual([1, 0, 1, 1]);
  expect([first, second, third].map(names)).toEqual([['eu'], ['eu'], ['eu', 'us']]);
  const entries = readdirSync(join(cacheDirectory, 'revisions'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  for (const { parentPath, name } of entries)
    expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain('sentinel');
});

test('a damaged entry counts as absent, and nobody else may read one', async () => {
  await using repository = tempRepository();
  repository.commit('first', FILES);
  await read(repository);
  const entries = readdirSync(join(cacheDirectory, 'revisions'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  const [entry] = entries.map(({ parentPath, name }) => join(parentPath, name));
  expect(statSync(entry!).mode & 0o077).toBe(0);
  writeFileSync(entry!, readFileSync(entry!, 'utf8').replace('"a":"1"', '"a":"9"'));

  expect(await read(repository)).toMatchObject({ trees: 1, data: [{ a: '1' }] });
});
