import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GitopsError } from '../../src/errors.js';
import { parseObjects } from '../../src/manifest/yaml.js';
import type { Notice } from '../../src/workflow/api/source-options.js';
import { check } from '../../src/workflow/check.js';
import { render } from '../../src/workflow/render.js';
import { kustomizeBinary } from '../../tools/kustomize-binary.mjs';
import { type GitServer, type GitServerOptions, startGitServer } from '../helpers/git-server.js';
import { tempRepository } from '../helpers/temp-repository.js';

const SENTINEL = 'sentinel-4712';
const run = promisify(execFile);
const configMap = (name: string, data: object = {}) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${JSON.stringify(data)}\n`;
const kustomization = (fields: object) => JSON.stringify(fields);
const APPLICATION =
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: {project: default, destination: {name: dev}, source: {repoURL: "https://git.example.com/team/own.git", path: overlay}}\n';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(
  plain: Readonly<Record<string, string | Buffer>> = {},
  options: GitServerOptions = {},
): Promise<GitServer> {
  const server = await startGitServer({
    ...options,
    intercept: ({ url = '' }, response: ServerResponse) => {
      const content = plain[url];
      if (content !== undefined) response.end(content);
      return content !== undefined;
    },
  });
  cleanups.push(() => server.stop());
  return server;
}

function cache(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gitops-cache-'));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A repository whose only Argo Application renders this kustomization. */
function repositoryWith(fields: object, files: Readonly<Record<string, string>> = {}) {
  const repository = tempRepository();
  cleanups.push(() => repository.remove());
  repository.git('remote', 'add', 'origin', 'https://git.example.com/team/own.git');
  repository.commit('first', {
    ...files,
    'overlay/kustomization.yaml': kustomization(fields),
    'argo/shop.yaml': APPLICATION,
  });
  return { directory: repository.directory, options: { repository: repository.directory, target: 'shop' } };
}

const command = async (directory: string) => [
  ...parseObjects((await run(kustomizeBinary(), ['build', join(directory, 'overlay')])).stdout, 'kustomize'),
];
async function problemsOf(work: Promise<unknown>): Promise<readonly GitopsError[]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return GitopsError.is(error) ? GitopsError.each(error) : [];
}

const names = (objects: readonly { readonly metadata: { readonly name: string } }[]) =>
  objects.map(({ metadata }) => metadata.name);

describe('remote bases of kustomizations', () => {
  test('bases, components, bases of bases and plain files elsewhere give what the kustomize command gives, and the result says what they are', async () => {
    const server = await serve({
      '/raw/crd.yaml': configMap('plain'),
      '/raw/patch.yaml': configMap('own', { patched: 'yes' }),
    });
    const deep = server.commit('deep.git', {
      'kustomization.yaml': kustomization({ resources: ['deep.yaml'] }),
      'deep.yaml': configMap('deep'),
    });
    const first = server.commit(
      'org/lib.git',
      {
        'base/kustomization.yaml': kustomization({
          namePrefix: 'v1-',
          resources: ['one.yaml', '../other', `${server.url}deep.git`, `${server.url}raw/crd.yaml`],
        }),
        'base/one.yaml': configMap('one'),
        'other/kustomization.yaml': kustomization({ resources: ['other.yaml'] }),
        'other/other.yaml': configMap('other'),
        'component/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {by: component}}]\n',
      },
      { tag: 'v1' },
    );
    const second = server.commit('org/lib.git', {
      'kustomization.yaml': kustomization({ resources: ['two.yaml'] }),
      'two.yaml': configMap('two'),
    });
    const { directory, options } = repositoryWith(
      {
        resources: ['own.yaml', `${server.url}org/lib.git//base?ref=v1`, `git::${server.url}org/lib.git`, '../local'],
        components: [`${server.url}org/lib.git/component?ref=${first}`],
        patches: [{ path: `${server.url}raw/patch.yaml` }],
        nameSuffix: '-x',
      },
      {
        'overlay/own.yaml': configMap('own'),
        'local/kustomization.yaml': kustomization({ namespace: 'inner', resources: [`${server.url}raw/crd.yaml`] }),
      },
    );

    const { objects, sources } = await render(options);

    expect(objects).toEqual(await command(directory));
    expect(names(objects)).toEqual(['plain-x', 'own-x', 'two-x', 'v1-deep-x', 'v1-one-x', 'v1-other-x', 'v1-plain-x']);
    expect(sources.slice(1)).toEqual([
      { repoURL: `${server.url}org/lib.git`, path: 'base', targetRevision: 'v1', revision: first, fetched: true },
      { repoURL: `${server.url}deep.git`, path: '.', targetRevision: 'HEAD', revision: deep, fetched: true },
      {
        repoURL: `${server.url}raw/crd.yaml`,
        targetRevision: '',
        revision: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        fetched: true,
      },
      { repoURL: `${server.url}org/lib.git`, path: '.', targetRevision: 'HEAD', revision: second, fetched: true },
      { repoURL: `${server.url}org/lib.git`, path: 'component', targetRevision: first, revision: first, fetched: true },
      {
        repoURL: `${server.url}raw/patch.yaml`,
        targetRevision: '',
        revision: expect.stringMatching(/^sha256:/),
        fetched: true,
      },
    ]);
  });

  test('files of generators, their environments and a schema at URLs, as the command; what is not a text is refused', async () => {
    const schema = JSON.stringify({
      definitions: {
        'x.v1.Thing': {
          'x-kubernetes-group-version-kind': [{ group: 'x.example.com', kind: 'Thing', version: 'v1' }],
          properties: {
            list: {
              type: 'array',
              items: {},
              'x-kubernetes-patch-strategy': 'merge',
              'x-kubernetes-patch-merge-key': 'name',
            },
          },
        },
      },
    });
    const server = await serve({
      '/raw/app.conf': 'a = "b"\nü\n',
      '/raw/app.env': 'A=1\nB=2\n',
      '/raw/schema.json': schema,
      '/raw/logo.png': Buffer.from([0x89, 0x50, 0xff]),
    });
    const raw = `${server.url}raw/`;
    const thing = (list: object) =>
      JSON.stringify({ apiVersion: 'x.example.com/v1', kind: 'Thing', metadata: { name: 't' }, list });
    const { directory, options } = repositoryWith(
      {
        openapi: { path: `${raw}schema.json` },
        resources: ['thing.yaml'],
        patches: [{ patch: thing([{ name: 'b', x: 2 }]) }],
        configMapGenerator: [
          { name: 'files', files: [`${raw}app.conf`, `other=${raw}app.conf`, 'thing.yaml'] },
          { name: 'envs', envs: [`${raw}app.env`] },
        ],
        secretGenerator: [{ name: 'secret', files: [`${raw}app.conf`], env: `${raw}app.env` }],
      },
      { 'overlay/thing.yaml': thing([{ name: 'a' }, { name: 'b', x: 1 }]) },
    );

    const { objects } = await render(options);

    expect(objects).toEqual(await command(directory));
    expect(objects).toHaveLength(4);
    await expect(
      render(repositoryWith({ configMapGenerator: [{ name: 'x', files: [`${raw}logo.png`] }] }).options),
    ).rejects.toMatchObject({
      code: 'RENDER_UNSUPPORTED',
      message: expect.stringContaining("logo.png': it is not text"),
    });
  });

  test('a URL without a mark is a file where the server has one with objects, otherwise a repository, as the command decides', async () => {
    const page = '<!doctype html><html><head><meta x></head>\n<body>: a page: for people</body></html>';
    const server = await serve({ '/org/files/some/object?ref=v1': configMap('file'), '/org/lib/base': page });
    server.commit('org/lib', {
      'base/kustomization.yaml': kustomization({ resources: ['one.yaml'] }),
      'base/one.yaml': configMap('one'),
    });
    const { directory, options } = repositoryWith({
      resources: [`${server.url}org/files/some/object?ref=v1`, `${server.url}org/lib/base`],
    });

    const { objects } = await render(options);

    expect(names(objects)).toEqual(['file', 'one']);
    expect(objects).toEqual(await command(directory));
  });

  test('offline, everything is what it was; a base at a commit needs no server', async () => {
    const server = await serve({ '/raw/x.yaml': configMap('plain') });
    const files = { 'kustomization.yaml': kustomization({ resources: ['one.yaml'] }), 'one.yaml': configMap('one') };
    const commit = server.commit('lib.git', files);
    const floating = repositoryWith({
      resources: [`${server.url}lib.git?ref=main`, `${server.url}raw/x.yaml`],
    }).options;
    const pinned = repositoryWith({ resources: [`${server.url}lib.git?ref=${commit}`] }).options;
    const cacheDirectory = cache();
    expect(
      (await problemsOf(render({ ...floating, cacheDirectory, sources: { offline: true } }))).map(({ code }) => code),
    ).toEqual(['WORKFLOW_OFFLINE', 'WORKFLOW_OFFLINE']);
    await render({ ...floating, cacheDirectory });
    await server.stop();

    const notices: Notice[] = [];
    const offline = await render({
      ...floating,
      cacheDirectory,
      sources: { offline: true },
      onNotice: (notice) => notices.push(notice),
    });

    expect(names(offline.objects)).toEqual(['one', 'plain']);
    expect(notices.map(({ message }) => message)).toEqual([
      expect.stringContaining(commit.slice(0, 7)),
      expect.stringContaining('raw/x.yaml'),
    ]);
    expect(names((await render({ ...pinned, cacheDirectory })).objects)).toEqual(['one']);
    expect((await problemsOf(render({ ...floating, cacheDirectory }))).map(({ code }) => code)).toEqual([
      'GIT_REMOTE_FAILED',
      'REGISTRY_FAILED',
    ]);
  });

  test('credentials come from the file of the operator, and are in no result and no error', async () => {
    const server = await serve({}, { username: 'robot', password: SENTINEL });
    server.commit('lib.git', {
      'kustomization.yaml': kustomization({ resources: ['one.yaml'] }),
      'one.yaml': configMap('one'),
    });
    const content = `apiVersion: v1\nkind: Secret\nmetadata: {name: all, labels: {argocd.argoproj.io/secret-type: repo-creds}}\nstringData: {url: "${server.url}", username: robot, password: ${SENTINEL}}\n`;
    const named = await render({
      ...repositoryWith({ resources: [`${server.url}lib.git`] }).options,
      sources: { repositories: { file: 'repositories.yaml', content } },
    });
    const inUrl = server.url.replace('://', `://robot:${SENTINEL}@`);
    const byUrl = await render(repositoryWith({ resources: [`${inUrl}lib.git`] }).options);
    const failed = await problemsOf(
      render(repositoryWith({ resources: [`${inUrl}gone.git`, `${inUrl}gone.yaml`] }).options),
    );
    expect(failed).toHaveLength(2);

    expect([names(named.objects), names(byUrl.objects)]).toEqual([['one'], ['one']]);
    expect(
      JSON.stringify([named, byUrl, failed.map(({ message, stack, hint, data }) => ({ message, stack, hint, data }))]),
    ).not.toContain(SENTINEL);
  });

  test('each broken reference is told, with the kustomization that names it', async () => {
    const server = await serve();
    const commit = server.commit('lib.git', {
      'a/kustomization.yaml': kustomization({ resources: ['../../outside'] }),
      'loop/kustomization.yaml': kustomization({ resources: [`${server.url}lib.git//loop`] }),
    });
    const lib = `${server.url}lib.git`;
    const resources = [
      `${lib}?ref=gone`,
      `${lib}//nowhere`,
      `${lib}//a`,
      `${lib}//loop`,
      `${server.url}x.yaml`,
      'file:///srv/repo',
    ];

    const problems = await problemsOf(render(repositoryWith({ resources }).options));

    expect(problems.map(({ message }) => message.replaceAll(server.url, '/'))).toEqual([
      "'overlay/kustomization.yaml' names '/lib.git?ref=gone': the Git repository '/lib.git' has no revision 'gone'",
      "'overlay/kustomization.yaml' names '/lib.git//nowhere': '/lib.git' has no folder 'nowhere' at HEAD".replace(
        'HEAD',
        commit.slice(0, 7),
      ),
      "'/lib.git//a' names '../../outside': it is outside of its Git repository",
      "'/lib.git//loop' names '/lib.git//loop': it leads to itself",
      "'overlay/kustomization.yaml' names '/x.yaml': the server answered 404",
      "'overlay/kustomization.yaml' names 'file:///srv/repo': the Git repository 'file:///srv/repo' cannot be read: it is a folder of this machine",
    ]);
    for (const { source } of problems) expect(source).toMatchObject({ file: 'overlay/kustomization.yaml' });
  });

  test('at most 200 things are asked for in one build, found or not', async () => {
    const server = await serve();
    const resources = Array.from({ length: 203 }, (_, index) => `${server.url}${index}.yaml`);

    const problems = await problemsOf(render(repositoryWith({ resources }).options));

    expect(problems.filter(({ message }) => message.includes('more than 200'))).toHaveLength(3);
    expect(server.requests).toHaveLength(200);
  });

  test('annotations of origins, which would tell another place, are refused beside remote bases', async () => {
    const server = await serve();
    server.commit('lib.git', {
      'kustomization.yaml': kustomization({ resources: ['one.yaml'] }),
      'one.yaml': configMap('one'),
    });

    await expect(
      render(repositoryWith({ resources: [`${server.url}lib.git`], buildMetadata: ['originAnnotations'] }).options),
    ).rejects.toMatchObject({
      code: 'RENDER_UNSUPPORTED',
      message: expect.stringContaining('originAnnotations'),
    });
  });

  test('patches without effect are found above a remote base, offline too, and nothing of the base is judged', async () => {
    const server = await serve();
    server.commit('lib.git', {
      'kustomization.yaml': kustomization({
        resources: ['one.yaml'],
        patches: [{ patch: configMap('one', { a: '1' }) }],
      }),
      'one.yaml': configMap('one', { a: '1' }),
    });
    const { directory } = repositoryWith({
      resources: [`${server.url}lib.git`],
      patches: [{ patch: configMap('one', { b: '2' }) }, { patch: configMap('one', { a: '1' }) }],
    });
    const cacheDirectory = cache();
    const dead = async (options: object = {}) =>
      (await check({ repository: directory, cacheDirectory, ...options })).findings.flatMap(({ rule, message }) =>
        rule === 'dead-patch' ? [message] : [],
      );
    const expected = [expect.stringContaining('patches[1]')];

    expect(await dead()).toEqual(expected);
    await server.stop();
    rmSync(join(cacheDirectory, 'kustomize'), { recursive: true, force: true });
    expect(await dead({ sources: { offline: true } })).toEqual(expected);
  });
});
