import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../../src/manifest/yaml.js';
import { check } from '../../../src/workflow/check.js';
import { listApplications } from '../../../src/workflow/list-applications.js';
import { render } from '../../../src/workflow/render.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';

const URL = 'https://git.example.com/team/deploy.git';
const configMap = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const application = (name: string, path: string, more: object = {}) =>
  toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: URL, path, ...more },
      destination: { name: 'in-cluster', namespace: name },
    },
  });
const large = (text: string) => `${text}\n`.repeat(400);

/** Every kind of source that reads files of any name, and files that none reads. */
const FILES = {
  'argo/plain.yaml': application('plain', 'plain'),
  'argo/built.yaml': application('built', 'built'),
  'argo/chart.yaml': application('chart', 'chart', { helm: { valueFiles: ['../values/prod.txt'] } }),
  'plain/map.yaml': configMap('plain'),
  'plain/picture.png': new Uint8Array(2000).fill(255),
  'built/kustomization.yaml':
    'configMapGenerator:\n  - name: built\n    files: [server=conf/nginx.conf, logo.png]\ngeneratorOptions:\n  disableNameSuffixHash: true\n',
  'built/conf/nginx.conf': large('server {}'),
  'built/conf/other.conf': large('nothing'),
  'built/logo.png': new Uint8Array(2000).fill(254),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: chart }\ndata:\n  motd: {{ .Files.Get "motd" | quote }}\n  stage: {{ .Values.stage }}\n',
  'chart/motd': large('hello'),
  'values/prod.txt': `# ${large('x').replaceAll('\n', ' ')}\nstage: prod\n`,
  'docs/assets/demo.gif': new Uint8Array(2000).fill(253),
};

async function origin(): Promise<TempRepository> {
  const repository = tempRepository();
  repository.git('config', 'uploadpack.allowFilter', 'true');
  repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  repository.commit('first', FILES);
  return repository;
}

const clone = (repository: TempRepository, ...options: string[]) =>
  tempRepository({ cloneOf: { source: `file://${repository.directory}`, arguments: ['--no-checkout', ...options] } });
/** A fetch on demand leaves one pack. */
const fetches = ({ directory }: TempRepository) =>
  readdirSync(join(directory, '.git/objects/pack')).filter((name) => name.endsWith('.promisor')).length - 1;
const rendered = async ({ directory }: TempRepository, offline: boolean) => {
  const problems: string[] = [];
  const { objects } = await render({
    repository: directory,
    revision: 'HEAD',
    all: true,
    sources: { offline },
    onProblem: ({ code, message }) => problems.push(`${code} ${message}`),
  });
  return { names: objects.map(({ metadata }) => metadata.name), objects, problems };
};
const has = ({ directory, gitWith }: TempRepository, path: string) => {
  const missing = gitWith({}, 'rev-list', '--objects', '--missing=print', 'HEAD');
  const id = gitWith({}, 'rev-parse', `HEAD:${path}`);
  expect(directory).not.toBe('');
  return !missing.includes(`?${id}`);
};

test.each([
  ['--filter=blob:none'],
  ['--filter=blob:limit=1k'],
  ['--filter=blob:none', '--sparse'],
  ['--filter=tree:0'],
])('a clone with %s %s fetches what the sources read, in few batches, and nothing else', async (...options) => {
  await using repository = await origin();
  await using partial = clone(repository, ...options);
  const { names, objects, problems } = await rendered(partial, false);

  expect(problems).toEqual([]);
  expect(names.sort()).toEqual(['built', 'chart', 'plain']);
  expect(objects.find(({ metadata }) => metadata.name === 'chart')).toMatchObject({
    data: { motd: large('hello'), stage: 'prod' },
  });
  expect(objects.find(({ metadata }) => metadata.name === 'built')).toMatchObject({
    data: { server: large('server {}') },
    binaryData: { 'logo.png': expect.any(String) },
  });
  for (const path of ['docs/assets/demo.gif', 'plain/picture.png', 'built/conf/other.conf'])
    expect([path, has(partial, path)]).toEqual([path, false]);
  expect(fetches(partial)).toBeLessThanOrEqual(options[0] === '--filter=tree:0' ? 5 : 3);

  // With what was fetched before, the same without a server; no verb needs what no source reads.
  rmSync(repository.directory, { recursive: true });
  const before = fetches(partial);
  expect(await rendered(partial, true)).toEqual({ names, objects, problems });
  const read = { repository: partial.directory, revision: 'HEAD' };
  expect((await listApplications(read)).applications.map(({ verdict }) => verdict)).not.toContain('missing');
  expect((await check(read)).findings.filter(({ rule }) => rule === 'render-failed')).toEqual([]);
  expect(fetches(partial)).toBe(before);
});

test('offline, what is missing is told where it is read, and that unread manifests may hold Applications', async () => {
  await using repository = await origin();
  await using limited = clone(repository, '--filter=blob:limit=1k');
  const { names, problems } = await rendered(limited, true);
  expect(names).toEqual(['plain']);
  expect(problems.join('\n')).toMatch(
    /GIT_OBJECT_MISSING .*'built\/conf\/nginx.conf' .*nothing is fetched with --offline/,
  );
  expect(problems.join('\n')).toMatch(/GIT_OBJECT_MISSING .*'chart\/motd'/);
  expect(problems.join('\n')).not.toMatch(/demo\.gif|picture\.png|other\.conf/);

  await using empty = clone(repository, '--filter=blob:none');
  const notices: string[] = [];
  const list = (offline: boolean, outputDir?: string) =>
    listApplications({
      repository: empty.directory,
      revision: 'HEAD',
      ...(outputDir === undefined ? {} : { outputDir }),
      sources: { offline },
      onNotice: ({ kind, message }) => notices.push(`${kind}: ${message}`),
    });
  await expect(list(true)).rejects.toMatchObject({
    code: 'GIT_OBJECT_MISSING',
    message: expect.stringMatching(/'argo\/built.yaml' .* --offline, and that of 6 more files/),
    hint: 'Run once without --offline, which fetches it.',
  });
  expect((await list(true, 'plain')).applications).toEqual([]);
  expect(notices.at(-1)).toMatch(/^missing-content: the content of 'plain\/map.yaml' .*Run once without --offline/);
  expect(fetches(empty)).toBe(0);

  rmSync(repository.directory, { recursive: true });
  await expect(list(false)).rejects.toMatchObject({ message: expect.stringContaining("'origin' did not give it") });
});

test('a lost object, a huge file, a submodule and odd names matter only where a source reads them', async () => {
  await using module = tempRepository();
  module.commit('module', { 'm.yaml': 'm\n' });
  await using repository = tempRepository();
  repository.write({
    ...FILES,
    'docs/huge.bin': new Uint8Array(33 * 1024 * 1024),
    'docs/back\\slash.yaml': 'a: 1\n',
    'docs/new\nline.yaml': 'a: 1\n',
    'docs/-option': 'x\n',
    'docs/lfs.png': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
  });
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', module.directory, 'docs/module');
  repository.commit('odd');
  const id = repository.git('rev-parse', 'HEAD:docs/assets/demo.gif');
  rmSync(join(repository.directory, '.git/objects', id.slice(0, 2), id.slice(2)));

  for (const worktree of [false, true]) {
    const result = await render({
      repository: repository.directory,
      all: true,
      ...(worktree ? { worktree } : { revision: 'HEAD' }),
      onProblem: (problem) => {
        throw problem;
      },
    });
    expect(result.objects).toHaveLength(3);
  }
  repository.commit('read', { 'argo/docs.yaml': application('docs', 'docs', { directory: { recurse: true } }) });
  const { problems } = await rendered(repository, false);
  expect(problems.join('\n')).toMatch(/'docs\/back\\slash.yaml' has a backslash in its name/);
  expect(problems.join('\n')).toMatch(/'docs\/module' is a submodule/);
  expect(problems.join('\n')).not.toMatch(/huge|option|lfs|demo/);
});
