import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSet } from '../../src/files/file-set.js';
import type { SourceOptions } from '../../src/workflow/api/source-options.js';
import { render } from '../../src/workflow/render.js';
import { asRecorded } from '../../src/workflow/sources/recorded-sources.js';
import { createRemoteSources } from '../../src/workflow/sources/remote-sources.js';
import {
  type FileServer,
  HELM,
  helm,
  helmBeside,
  packChart,
  startFileServer,
  startRegistry,
} from '../helpers/chart-servers.js';
import { HELM_COMMAND, needs } from '../helpers/needs.js';
import { tempRepository } from '../helpers/temp-repository.js';

const SENTINEL = 'sentinel-4711';
const TEMPLATE =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}-{{ .Chart.Name }}"}\ndata: {version: "{{ .Chart.Version }}", a: "{{ .Values.a }}"}\n';
const CHART = { 'templates/x.yaml': TEMPLATE, 'values.yaml': 'a: chart\n', 'values-prod.yaml': 'a: prod\n' };
const secret = (fields: object, type = 'repository') =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: one, labels: {argocd.argoproj.io/secret-type: ${type}}}\nstringData: ${JSON.stringify(fields)}\n`;
const withRepositories = (content: string): { readonly sources: SourceOptions } => ({
  sources: { repositories: { file: 'repositories.yaml', content } },
});

const withHelm = needs(HELM !== undefined, HELM_COMMAND).describe;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'remote-charts-'));
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function helmRepository(options: Parameters<typeof startFileServer>[0] = {}): Promise<FileServer> {
  const server = await startFileServer(options);
  cleanups.push(() => server.stop());
  for (const version of ['1.2.0', '1.10.0', '2.0.0-rc.1']) packChart(server.folder, 'web', version, CHART);
  helm(server.folder, 'repo', 'index', server.folder);
  return server;
}

function optionsFor(source: object, files: Readonly<Record<string, string>> = {}) {
  const repository = tempRepository();
  cleanups.push(() => repository.remove());
  repository.git('remote', 'add', 'origin', 'https://git.example.com/team/own.git');
  const spec = { project: 'default', destination: { name: 'dev' }, source };
  repository.commit('first', {
    ...files,
    'argo/shop.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: ${JSON.stringify(spec)}\n`,
  });
  return { repository: repository.directory, target: 'shop' };
}

withHelm('charts of a Helm repository', () => {
  test.each([
    ['1.2.0', '1.2.0', 'chart'],
    ['1.*', '1.10.0', 'chart'],
    ['>=2.0.0-0', '2.0.0-rc.1', 'prod'],
  ])("'%s' is %s", async (targetRevision, version, a) => {
    const server = await helmRepository();
    const valueFiles = a === 'prod' ? { helm: { valueFiles: ['values-prod.yaml'] } } : {};

    const { objects, sources } = await render(
      optionsFor({ repoURL: server.url, chart: 'web', targetRevision, ...valueFiles }),
    );

    expect(objects).toEqual([expect.objectContaining({ kind: 'ConfigMap', data: { version, a } })]);
    expect(objects[0]?.metadata.name).toBe('shop-web');
    expect(sources).toMatchObject([{ chart: 'web', targetRevision, revision: version, fetched: true }]);
  });

  test('an exact version that is cached renders without the server; a range says with --offline what it was', async () => {
    const server = await helmRepository();
    const cacheDirectory = folder();
    const exact = optionsFor({ repoURL: server.url, chart: 'web', targetRevision: '1.10.0' });
    const range = optionsFor({ repoURL: server.url, chart: 'web', targetRevision: '~1' });
    await render({ ...range, cacheDirectory });
    await server.stop();

    expect((await render({ ...exact, cacheDirectory })).objects).toHaveLength(1);
    await expect(render({ ...range, cacheDirectory })).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    const notices: string[] = [];
    const { sources } = await render({
      ...range,
      cacheDirectory,
      sources: { offline: true },
      onNotice: ({ message }) => notices.push(message),
    });
    expect(sources).toMatchObject([{ revision: '1.10.0' }]);
    expect(notices).toEqual([expect.stringContaining('1.10.0')]);
  });

  test('credentials are sent to the repository and not to the host of its charts, unless they may be passed on', async () => {
    const server = await helmRepository({ password: SENTINEL });
    const charts = await helmRepository({});
    const index = readFileSync(join(server.folder, 'index.yaml'), 'utf8');
    writeFileSync(
      join(server.folder, 'index.yaml'),
      index.replaceAll('- web-', `- ${charts.url}/web-`).replaceAll(/digest: .*/g, ''),
    );
    const given = withRepositories(secret({ url: server.url, type: 'helm', username: 'robot', password: SENTINEL }));
    const source = { repoURL: server.url, chart: 'web', targetRevision: '1.2.0' };

    await expect(render(optionsFor(source))).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      hint: expect.stringContaining('--repositories'),
    });
    expect((await render({ ...optionsFor(source), ...given })).objects).toHaveLength(1);
    expect(charts.requests).toEqual([{ path: '/web-1.2.0.tgz', authorization: undefined }]);
    await render({ ...optionsFor({ ...source, helm: { passCredentials: true } }), ...given });
    expect(charts.requests[1]?.authorization).toBeDefined();
  });

  test('what is missing or wrong is named', async () => {
    const server = await helmRepository();
    const index = readFileSync(join(server.folder, 'index.yaml'), 'utf8');
    const attempt = (source: object) =>
      render(optionsFor({ repoURL: server.url, chart: 'web', targetRevision: '1.2.0', ...source }));

    await expect(attempt({ chart: 'gone' })).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining("'shop'"),
    });
    await expect(attempt({ targetRevision: '9.0.0' })).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining("'9.0.0'"),
    });
    await expect(attempt({ targetRevision: '>9' })).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
    writeFileSync(join(server.folder, 'index.yaml'), index.replaceAll(/digest: .{4}/g, 'digest: 0000'));
    await expect(attempt({})).rejects.toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining('digest'),
    });
    writeFileSync(join(server.folder, 'index.yaml'), 'hello: world\n');
    await expect(attempt({})).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
  });
});

withHelm('dependencies of a chart', () => {
  const chart = (dependencies: readonly object[]) => ({
    'chart/Chart.yaml': `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: ${JSON.stringify(dependencies)}\n`,
    'chart/templates/x.yaml': TEMPLATE,
  });
  const source = { repoURL: 'https://git.example.com/team/own.git', path: 'chart' };

  test('are fetched at the newest version in their range, by alias and under their condition', async () => {
    const server = await helmRepository();
    const dependencies = [
      { name: 'web', version: '~1.10', repository: server.url, alias: 'front', condition: 'front.enabled' },
      { name: 'web', version: '~1.2', repository: server.url, alias: 'back', condition: 'back.enabled' },
    ];
    const values = { 'chart/values.yaml': 'back: {enabled: false}\n' };
    const versions = async (files: Readonly<Record<string, string>>) =>
      (await render(optionsFor(source, { ...files, ...values }))).objects
        .map((object) => (object['data'] as Record<string, string>)['version'])
        .sort();

    expect(await versions(chart(dependencies))).toEqual(['1.0.0', '1.10.0']);
  });

  test('of a repository that cannot be reached are told with the chart, the repository and the ways out, with and without --offline', async () => {
    const server = await helmRepository();
    const { url } = server;
    await server.stop();
    const options = optionsFor(source, chart([{ name: 'web', version: '~1.10', repository: url }]));
    const depends = "Argo Application 'shop': the chart in 'chart' depends on 'web', which is not in its charts/: ";

    const failed = await render(options).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: 'REGISTRY_FAILED',
      message: expect.stringMatching(
        new RegExp(
          `^${depends}the chart 'web' ~1.10 of the Helm repository '${url}' cannot be fetched: '${url}/?index.yaml' cannot be read: `,
        ),
      ),
      hint: expect.stringMatching(/way to the server.*--offline.*helm dependency build/),
    });
    await expect(render({ ...options, sources: { offline: true } })).rejects.toMatchObject({
      code: 'WORKFLOW_OFFLINE',
      message: `${depends}the versions of the chart 'web' of ${url} is not in the cache, and nothing is fetched with --offline`,
      hint: expect.stringContaining('Run once without --offline.'),
    });
  });

  test("helm's own lock file is kept to, and one that does not fit is refused as helm refuses it", async () => {
    const server = await helmRepository();
    const home = folder();
    const dependencies = [
      {
        name: 'web',
        version: '>=1.0.0 <1.5.0',
        repository: server.url,
        'import-values': [{ parent: 'p', child: 'a' }],
        tags: ['t<1>'],
      },
    ];
    const files = chart(dependencies);
    const place = join(home, 'app');
    mkdirSync(place);
    writeFileSync(join(place, 'Chart.yaml'), files['chart/Chart.yaml']);
    await helmBeside(place, 'dependency', 'update', place);
    const lock = readFileSync(join(place, 'Chart.lock'), 'utf8');

    const { objects } = await render(optionsFor(source, { ...files, 'chart/Chart.lock': lock }));
    expect(objects.map((object) => (object['data'] as Record<string, string>)['version']).sort()).toEqual([
      '1.0.0',
      '1.2.0',
    ]);
    const other = chart([{ ...dependencies[0], version: '1.x' }]);
    await expect(render(optionsFor(source, { ...other, 'chart/Chart.lock': lock }))).rejects.toMatchObject({
      code: 'ENGINE_HELM_FAILED',
    });
  });

  test('a repository may be called by the name that its Secret gives it', async () => {
    const server = await helmRepository();
    const files = chart([{ name: 'web', version: '1.2.0', repository: '@charts' }]);

    await expect(render(optionsFor(source, files))).rejects.toMatchObject({
      code: 'ARGOCD_INVALID_REPOSITORY',
      message: expect.stringContaining("'charts'"),
    });
    expect(
      (
        await render({
          ...optionsFor(source, files),
          ...withRepositories(secret({ url: server.url, type: 'helm', name: 'charts' })),
        })
      ).objects,
    ).toHaveLength(2);
  });
});

withHelm('an OCI registry', () => {
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  beforeAll(async () => {
    registry = await startRegistry();
    const home = mkdtempSync(join(tmpdir(), 'helm-push-'));
    for (const version of ['1.2.0', '1.10.0+build.1']) {
      helm(home, 'push', packChart(home, 'web', version, CHART), `oci://${registry.host}/team`, '--plain-http');
    }
    rmSync(home, { recursive: true });
  });
  afterAll(() => registry?.stop());

  const plain = () =>
    withRepositories(
      secret({ url: registry.host, type: 'helm', enableOCI: 'true', insecureOCIForceHttp: 'true' }, 'repo-creds'),
    );

  test.each([
    ['1.2.0', '1.2.0'],
    ['^1.2', '1.10.0+build.1'],
  ])("a chart that helm pushed: '%s' is %s", async (targetRevision, version) => {
    const { objects, sources } = await render({
      ...optionsFor({ repoURL: `${registry.host}/team`, chart: 'web', targetRevision }),
      ...plain(),
    });

    expect(objects).toEqual([expect.objectContaining({ data: { version, a: 'chart' } })]);
    expect(sources).toMatchObject([{ revision: version }]);
  });

  test('an artifact that a rollback goes back to is the one of the digest that was recorded, or an error', async () => {
    const repoURL = `oci://${registry.host}/team/web`;
    const remote = createRemoteSources(plain(), FileSet.EMPTY);
    const recorded = (await remote.artifact(repoURL, '1.2.0')).revision;
    const back = (revision: string) => {
      const source = { repoURL, targetRevision: '1.*' };
      return asRecorded([{ ...source, path: '.', revision }], source, (digest) => remote.artifact(repoURL, digest));
    };

    expect((await remote.artifact(repoURL, '1.*')).revision).not.toBe(recorded);
    expect((await back(recorded)).revision).toBe(recorded);
    await expect(back(`sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining(`${repoURL} 1.* was sha256:000`),
    });
  });

  test('as an artifact: a tag, a range and a digest, and the digest alone renders offline', async () => {
    const cacheDirectory = folder();
    const repoURL = `oci://${registry.host}/team/web`;
    const byTag = await render({
      ...optionsFor({ repoURL, path: '.', targetRevision: '1.2.0' }),
      ...plain(),
      cacheDirectory,
    });
    const byRange = await render({
      ...optionsFor({ repoURL, path: '.', targetRevision: '~1.2' }),
      ...plain(),
      cacheDirectory,
    });
    const digest = byTag.sources[0]?.revision;
    const byDigest = await render({
      ...optionsFor({ repoURL, path: '.', targetRevision: digest }),
      sources: { offline: true },
      cacheDirectory,
    });

    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(byRange.sources[0]?.revision).toBe(digest);
    expect(byDigest.objects).toEqual(byTag.objects);
    expect(byTag.objects).toEqual([expect.objectContaining({ data: { version: '1.2.0', a: 'chart' } })]);
  });

  test('a dependency of a chart', async () => {
    const files = {
      'chart/Chart.yaml': `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: web, version: 1.2.x, repository: 'oci://${registry.host}/team'}]\n`,
    };

    expect(
      (
        await render({
          ...optionsFor({ repoURL: 'https://git.example.com/team/own.git', path: 'chart' }, files),
          ...plain(),
        })
      ).objects,
    ).toHaveLength(1);
  });

  test('what is not there is named', async () => {
    const attempt = (source: object) => render({ ...optionsFor(source), ...plain() });

    await expect(
      attempt({ repoURL: `oci://${registry.host}/team/web`, path: '.', targetRevision: '9.9.9' }),
    ).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    });
    await expect(
      attempt({ repoURL: `oci://${registry.host}/team/gone`, path: '.', targetRevision: '>1' }),
    ).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    });
    await expect(attempt({ repoURL: 'oci://not a registry', path: '.', targetRevision: '1' })).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
    });
  });
});
