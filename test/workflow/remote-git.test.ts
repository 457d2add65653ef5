import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notice } from '../../src/workflow/api/source-options.js';
import { render } from '../../src/workflow/render.js';
import { type GitServer, type GitServerOptions, startGitServer } from '../helpers/git-server.js';
import { tempRepository } from '../helpers/temp-repository.js';

const SENTINEL = 'sentinel-4711';
const OWN = 'https://git.example.com/team/own.git';
const configMap = (name: string, data: object = {}) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${JSON.stringify(data)}\n`;
const application = (sources: readonly object[]) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: ${JSON.stringify({ project: 'default', destination: { name: 'dev' }, sources })}\n`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(options: GitServerOptions = {}): Promise<GitServer> {
  const server = await startGitServer(options);
  cleanups.push(() => server.stop());
  return server;
}

function cache(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gitops-cache-'));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A repository whose only Argo Application has these sources. */
function repositoryWith(sources: readonly object[], files: Readonly<Record<string, string>> = {}) {
  const repository = tempRepository();
  cleanups.push(() => repository.remove());
  repository.git('remote', 'add', 'origin', OWN);
  repository.commit('first', { ...files, 'argo/shop.yaml': application(sources) });
  return { repository, options: { repository: repository.directory, target: 'shop' } };
}

const names = (objects: readonly { readonly metadata: { readonly name: string } }[]) =>
  objects.map(({ metadata }) => metadata.name).sort();

describe('sources in other Git repositories', () => {
  test('a branch, a tag, a range of tags and a commit are rendered as Argo CD takes them, and the result says what they are', async () => {
    const server = await serve();
    const repoURL = `${server.url}lib.git`;
    const first = server.commit('lib.git', { 'a/one.yaml': configMap('one') }, { tag: 'v1.2.0' });
    const second = server.commit('lib.git', { 'a/two.yaml': configMap('two') }, { tag: 'v1.10.0' });
    const third = server.commit('lib.git', { 'a/three.yaml': configMap('three') });
    const { options } = repositoryWith([
      { repoURL, path: 'a', targetRevision: 'v1.2.0' },
      { repoURL, path: 'a', targetRevision: '~1.10' },
      { repoURL, path: 'a' },
    ]);

    const { objects, sources } = await render(options);

    expect(names(objects)).toEqual(['one', 'three', 'two']);
    expect(sources?.map(({ revision }) => revision)).toEqual([first, second, third]);
    // the refs once, and each commit once
    expect(server.requests.filter(({ line }) => line.startsWith('GET'))).toHaveLength(4);
  });

  test('value files of another repository, and another revision of this one, in one Argo Application', async () => {
    const server = await serve();
    server.commit('values.git', { 'prod/values.yaml': 'a: far\n' });
    const chart = {
      'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'chart/templates/x.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: chart}\ndata: {a: "{{ .Values.a }}", b: "{{ .Values.b }}"}\n',
    };
    const { repository, options } = repositoryWith([], {
      ...chart,
      'plain/x.yaml': configMap('old'),
      'here.yaml': 'b: here\n',
    });
    repository.git('tag', 'v1');
    const sources = [
      { repoURL: `${server.url}values.git`, ref: 'far' },
      { repoURL: OWN, path: 'chart', helm: { valueFiles: ['$far/prod/values.yaml', '/here.yaml'] } },
      { repoURL: OWN, path: 'plain', targetRevision: 'v1' },
    ];
    repository.commit('second', { 'argo/shop.yaml': application(sources), 'plain/x.yaml': configMap('new') });

    const { objects } = await render(options);

    expect(names(objects)).toEqual(['chart', 'old']);
    expect(objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'chart')).toMatchObject({
      data: { a: 'far', b: 'here' },
    });
  });

  test('git generators of an ApplicationSet read the folders and files of another repository at a revision, and offline what it was', async () => {
    const server = await serve({ username: 'robot', password: SENTINEL });
    const repoURL = `${server.url}fleet.git`;
    const file = (name: string) => JSON.stringify({ name, replicas: 2 });
    server.commit('fleet.git', { 'apps/old/x.yaml': configMap('old'), 'envs/old.json': file('old') });
    server.commit(
      'fleet.git',
      {
        'apps/one/x.yaml': configMap('one'),
        'apps/two/logo.png': Buffer.from([0xff, 0]),
        'apps/not/x.yaml': configMap('not'),
        'envs/eu/a.json': file('eu'),
      },
      { tag: 'v1' },
    );
    server.commit('fleet.git', { 'apps/later/x.yaml': configMap('later') });
    const git = (fields: object) => ({ git: { repoURL, revision: 'v1', ...fields } });
    const set = {
      goTemplate: true,
      generators: [
        git({ directories: [{ path: 'apps/*' }, { path: 'apps/not', exclude: true }] }),
        git({ files: [{ path: 'envs/**/*.json' }] }),
      ],
      template: {
        metadata: { name: '{{ if .name }}{{ .name }}-{{ .replicas }}{{ else }}{{ .path.basename }}{{ end }}' },
        spec: {
          project: 'default',
          destination: { name: 'dev' },
          source: { repoURL, path: '{{ .path.path }}', targetRevision: 'v1' },
        },
      },
    };
    const { repository } = repositoryWith([]);
    repository.commit('set', {
      'argo/set.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: fleet}\nspec: ${JSON.stringify(set)}\n`,
    });
    const content = `apiVersion: v1\nkind: Secret\nmetadata: {name: all, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {url: "${server.url}", username: robot, password: ${SENTINEL}}\n`;
    const sources = { repositories: { file: 'repositories.yaml', content } };
    const options = { repository: repository.directory, target: 'fleet', cacheDirectory: cache() };

    const online = await render({ ...options, sources });
    await server.stop();
    const offline = await render({ ...options, sources: { ...sources, offline: true } });

    expect(names(online.objects)).toEqual(['eu-2', 'one', 'two']);
    expect(offline.objects).toEqual(online.objects);
    await expect(
      render({ ...options, cacheDirectory: cache(), sources: { ...sources, offline: true } }),
    ).rejects.toMatchObject({
      code: 'WORKFLOW_OFFLINE',
    });
  });

  test('a commit renders without the server once it is cached; a branch needs it, and with --offline is what it was', async () => {
    const server = await serve();
    const commit = server.commit('lib.git', { 'a/one.yaml': configMap('one') });
    const cacheDirectory = cache();
    const pinned = repositoryWith([{ repoURL: `${server.url}lib.git`, path: 'a', targetRevision: commit }]).options;
    const floating = repositoryWith([{ repoURL: `${server.url}lib.git`, path: 'a', targetRevision: 'main' }]).options;

    await expect(render({ ...pinned, cacheDirectory, sources: { offline: true } })).rejects.toMatchObject({
      code: 'WORKFLOW_OFFLINE',
    });
    await render({ ...floating, cacheDirectory });
    await server.stop();

    expect(names((await render({ ...pinned, cacheDirectory })).objects)).toEqual(['one']);
    await expect(render({ ...floating, cacheDirectory })).rejects.toMatchObject({ code: 'GIT_REMOTE_FAILED' });
    const notices: Notice[] = [];
    const offline = await render({
      ...floating,
      cacheDirectory,
      sources: { offline: true },
      onNotice: (notice) => notices.push(notice),
    });
    expect(names(offline.objects)).toEqual(['one']);
    expect(notices).toEqual([{ kind: 'offline-revision', message: expect.stringContaining(commit.slice(0, 7)) }]);
  });

  test('a damaged cache is made anew', async () => {
    const server = await serve();
    const commit = server.commit('lib.git', { 'a/one.yaml': configMap('one') });
    const cacheDirectory = cache();
    const { options } = repositoryWith([{ repoURL: `${server.url}lib.git`, path: 'a', targetRevision: commit }]);
    await render({ ...options, cacheDirectory });
    for (const file of filesIn(join(cacheDirectory, 'sources')))
      writeFileSync(file, `${readFileSync(file, 'utf8').slice(0, -3)}xyz`);

    expect(names((await render({ ...options, cacheDirectory })).objects)).toEqual(['one']);
  });

  test('credentials come from the file of the operator or the URL, and are in no result and no cache', async () => {
    const server = await serve({ username: 'robot', password: SENTINEL });
    server.commit('lib.git', { 'a/one.yaml': configMap('one') });
    const cacheDirectory = cache();
    const repoURL = `${server.url}lib.git`;
    const content = `apiVersion: v1\nkind: Secret\nmetadata: {name: all, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {url: "${server.url}", username: robot, password: ${SENTINEL}}\n`;

    const byFile = await render({
      ...repositoryWith([{ repoURL, path: 'a' }]).options,
      cacheDirectory,
      sources: { repositories: { file: 'repositories.yaml', content } },
    });
    const inUrl = repositoryWith([{ repoURL: repoURL.replace('://', `://robot:${SENTINEL}@`), path: 'a' }]).options;
    const byUrl = await render({ ...inUrl, cacheDirectory });
    const open = await serve();
    open.commit('lib.git', { 'a/one.yaml': configMap('one') });
    const byToken = await render(
      repositoryWith([{ repoURL: `${open.url}lib.git`.replace('://', `://${SENTINEL}@`), path: 'a' }]).options,
    );
    await server.stop();
    const failed = await render(inUrl).catch((error: unknown) => error);

    expect(names(byFile.objects)).toEqual(['one']);
    expect(byToken.sources).toMatchObject([{ repoURL: `${open.url}lib.git` }]);
    expect(
      JSON.stringify([byFile, byUrl, byToken, failed, (failed as Error).message, (failed as Error).stack]),
    ).not.toContain(SENTINEL);
    const kept = filesIn(cacheDirectory);
    expect(kept.length).toBeGreaterThan(0);
    for (const file of kept) expect(file + readFileSync(file, 'utf8')).not.toContain(SENTINEL);
  });

  test('what the AppProject forbids is not asked for', async () => {
    const server = await serve();
    server.commit('lib.git', { 'a/one.yaml': configMap('one') });
    const project =
      'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: default}\nspec: {sourceRepos: ["https://git.example.com/*"]}\n';

    await expect(
      render(
        repositoryWith([{ repoURL: `${server.url}lib.git`, path: 'a' }], { 'argo/project.yaml': project }).options,
      ),
    ).rejects.toMatchObject({
      code: 'WORKFLOW_PROJECT_FORBIDDEN',
    });
    expect(server.requests).toEqual([]);
  });

  test('a broken source is a problem of its Argo Application, which names it', async () => {
    const server = await serve();
    server.commit('lib.git', { 'a/one.yaml': configMap('one') });

    for (const [source, code, what] of [
      [{ path: 'a', targetRevision: 'gone' }, 'GIT_REVISION_NOT_FOUND', "'gone'"],
      [{ path: 'a', targetRevision: 'abc1234' }, 'GIT_REVISION_NOT_FOUND', "'abc1234'"],
      [{ path: 'gone' }, 'RENDER_PATH_MISSING', "'gone'"],
      [{ path: '../..' }, 'RENDER_PATH_MISSING', "'../..'"],
    ] as const) {
      await expect(
        render(repositoryWith([{ repoURL: `${server.url}lib.git`, ...source }]).options),
      ).rejects.toMatchObject({
        code,
        message: expect.stringMatching(new RegExp(`'shop'.*${what.replaceAll('.', '\\.')}`)),
        source: { file: 'argo/shop.yaml' },
      });
    }
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}
