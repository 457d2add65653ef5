import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createKustomize, type KustomizeOptions } from '../../../src/engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../../../src/engines/kustomize/kustomize.js';
import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { parseObjects } from '../../../src/manifest/yaml.js';
import { needs } from '../../helpers/needs.js';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n';
const OVERLAY: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml]\n',
  'base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  template:
    spec:
      containers:
        - {name: web, image: 'nginx:1.0', env: [{name: A, value: '1'}, {name: B, value: '2'}]}
`,
  'base/service.yaml': SERVICE,
  'overlay/kustomization.yaml':
    'resources: [../base/]\npatches: [{path: patches/web.yaml}]\nimages: [{name: nginx, newTag: "1.1"}]\nreplicas: [{name: web, count: 5}]\n',
  'overlay/patches/web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, env: [{name: B, value: x}]}]}}}\n',
};

/** The native command, where there is one. */
const COMMAND = process.env['KUSTOMIZE'] ?? 'kustomize';
const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
const started: Kustomize[] = [];
const start = (options?: KustomizeOptions): Kustomize => {
  const kustomize = createKustomize({ workers: 1, ...options });
  started.push(kustomize);
  return kustomize;
};
const shared = start();
afterAll(async () => {
  await Promise.all(started.map((engine) => engine.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function failure(files: Readonly<Record<string, string>>, kustomize = shared): Promise<GitopsError> {
  const [result] = await kustomize.buildMany([{ files: FileSet.of(files), directory: 'o' }]);
  return GitopsError.is(result) ? result : Promise.reject(new Error(`built ${JSON.stringify(result)}`));
}

test('builds as the command does: services first, elements of a patched list before the others', async () => {
  const objects = await shared.build(FileSet.of(OVERLAY), 'overlay');

  const env = [
    { name: 'B', value: 'x' },
    { name: 'A', value: '1' },
  ];
  expect(objects.map(({ kind }) => kind)).toEqual(['Service', 'Deployment']);
  expect(objects[1]).toMatchObject({
    spec: { replicas: 5, template: { spec: { containers: [{ image: 'nginx:1.1', env }] } } },
  });
});

describe('a hostile build', () => {
  test('that needs too much memory fails alone, and the rest of its batch is done', async () => {
    const small = (name: string) => ({
      files: FileSet.of({ 'o/kustomization.yaml': 'resources: [x.yaml]\n', 'o/x.yaml': SERVICE.replace('web', name) }),
      directory: 'o',
    });
    const bomb = {
      files: FileSet.of({ 'o/kustomization.yaml': 'resources: [x.yaml]\n', 'o/x.yaml': aliasBomb() }),
      directory: 'o',
    };

    const results = await start({ memoryMb: 200 }).buildMany([
      small('a'),
      bomb,
      small('b'),
      { files: FileSet.EMPTY, directory: 'o' },
      small('c'),
    ]);

    const names = results.map((result) => (GitopsError.is(result) ? result.code : result[0]?.metadata.name));
    expect(names).toEqual(['a', 'ENGINE_FAILED', 'b', 'ENGINE_KUSTOMIZE_FAILED', 'c']);
    expect(String(results[1])).toMatch(/kustomize stopped: 'o': .*out of memory/);
  });

  test('that takes too long is ended', async () => {
    const error = await failure(
      { 'o/kustomization.yaml': 'resources: [x.yaml]\n', 'o/x.yaml': aliasBomb() },
      start({ timeoutMs: 300, timeoutHint: 'Wait.' }),
    );

    expect(error).toMatchObject({
      code: 'ENGINE_TIMEOUT',
      message: "kustomize did not end within 0.3 s of processor time: 'o'",
      hint: 'Wait.',
    });
  });

  test('never reaches the network', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end(SERVICE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const error = await failure({ 'o/kustomization.yaml': `resources: ['http://127.0.0.1:${port}/x.yaml']\n` });

      expect(error.hint).toBe('kustomize itself fetches nothing here: commit what it names, and refer to it by path.');
      expect(requests).toBe(0);
    } finally {
      server.close();
    }
  });

  test.each([
    ['a base that includes itself', { 'o/kustomization.yaml': 'resources: [../o]\n' }, /cycle detected/],
    [
      'a file outside of the directory',
      { 'o/kustomization.yaml': 'resources: [../x.yaml]\n', 'x.yaml': SERVICE },
      /is not in or below/,
    ],
    [
      'a plugin',
      { 'o/kustomization.yaml': 'helmCharts: [{name: x, repo: "https://charts.example.com"}]\n' },
      /--enable-helm/,
    ],
    [
      'very deep nesting',
      { 'o/kustomization.yaml': 'resources: [x.yaml]\n', 'o/x.yaml': `a: ${'['.repeat(20_000)}\n` },
      /depth/,
    ],
  ])('with %s is refused in one line', async (_, files, message) => {
    const error = await failure(files);

    expect(error.code).toBe('ENGINE_KUSTOMIZE_FAILED');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });
});

test('does not carry the schema of one build into the next', async () => {
  const items = {
    type: 'array',
    items: { type: 'object' },
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  };
  const kind = { 'x-kubernetes-group-version-kind': [{ group: 'e', version: 'v1', kind: 'W' }] };
  const files = (openapi: string) =>
    FileSet.of({
      'o/kustomization.yaml': `resources: [x.yaml]\npatches: [{path: p.yaml}]\n${openapi}`,
      'o/schema.json': JSON.stringify({
        definitions: { 'v1.W': { properties: { spec: { type: 'object', properties: { items } } }, ...kind } },
      }),
      'o/x.yaml': 'apiVersion: e/v1\nkind: W\nmetadata: {name: x}\nspec: {items: [{name: a}]}\n',
      'o/p.yaml': 'apiVersion: e/v1\nkind: W\nmetadata: {name: x}\nspec: {items: [{name: b}]}\n',
    });

  const [merged] = await shared.build(files('openapi: {path: schema.json}\n'), 'o');
  const [replaced] = await shared.build(files(''), 'o');

  expect([merged?.['spec'], replaced?.['spec']]).toEqual([
    { items: [{ name: 'b' }, { name: 'a' }] },
    { items: [{ name: 'b' }] },
  ]);
});

describe('the cache', () => {
  test('answers without starting an engine, until a file that the build can read changes', async () => {
    const cacheDirectory = join(folder, 'cache');
    const objects = await start({ cacheDirectory }).build(FileSet.of(OVERLAY), 'overlay');

    const second = start({ cacheDirectory });
    expect(await second.build(FileSet.of({ ...OVERLAY, 'elsewhere/x.yaml': 'a: 1' }), 'overlay')).toEqual(objects);
    expect(second.enginesStarted).toBe(0);

    for (const file of ['base/service.yaml', 'overlay/patches/web.yaml']) {
      const changed = start({ cacheDirectory });
      await changed.build(FileSet.of({ ...OVERLAY, [file]: `${OVERLAY[file]}# changed\n` }), 'overlay');
      expect(changed.enginesStarted).toBe(1);
    }
  });

  test('does not believe a damaged entry', async () => {
    const cacheDirectory = join(folder, 'damaged');
    const objects = await start({ cacheDirectory }).build(FileSet.of(OVERLAY), 'overlay');
    for (const file of filesBelow(cacheDirectory))
      writeFileSync(file, readFileSync(file, 'utf8').replace('nginx:1.1', 'nginx:6.6'));

    const again = start({ cacheDirectory });

    expect(await again.build(FileSet.of(OVERLAY), 'overlay')).toEqual(objects);
    expect(again.enginesStarted).toBe(1);
  });

  test('may be unwritable', async () => {
    mkdirSync(join(folder, 'file'));
    writeFileSync(join(folder, 'file/kustomize'), 'in the way');

    expect(await start({ cacheDirectory: join(folder, 'file') }).build(FileSet.of(OVERLAY), 'overlay')).toHaveLength(2);
  });
});

test('refuses work after it was closed', async () => {
  const closed = createKustomize();
  await closed.close();

  await expect(closed.build(FileSet.of(OVERLAY), 'overlay')).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
});

test('works from the built library, and lets the process end though nobody closed it', () => {
  const library = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../lib', path)).href);
  const script = `
    import { createKustomize } from ${library('engines/kustomize/create-kustomize.js')};
    import { FileSet } from ${library('files/file-set.js')};
    const objects = await createKustomize().build(FileSet.of(${JSON.stringify(OVERLAY)}), 'overlay');
    process.stdout.write(String(objects.length));`;

  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });

  expect([status, stdout, stderr]).toEqual([0, '2', '']);
});

test('files may have any name that a file on a disk may have', async () => {
  const data = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n';
  const names = ['a b.yaml', 'c++@1~2,(3).yaml', 'd..e.yaml', 'ü.yaml'];

  const objects = await shared.build(
    FileSet.of({
      'o p/kustomization.yaml': JSON.stringify({ resources: names, nameSuffix: '-x' }),
      ...Object.fromEntries(names.map((name, index) => [`o p/${name}`, data.replace('one', `n${index}`)])),
      'o p/charts/~1 || <2/{{not}} read.txt': 'x',
    }),
    'o p',
  );

  expect(objects.map(({ metadata }) => metadata.name)).toEqual(['n0-x', 'n1-x', 'n2-x', 'n3-x']);
});

needs(
  hasCommand(),
  'kustomize command of the version of the engine, in KUSTOMIZE or on PATH',
).test('gives what the command gives', async () => {
  const directory = join(folder, 'native');
  for (const [path, content] of Object.entries(OVERLAY)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  const { stdout } = spawnSync(COMMAND, ['build', join(directory, 'overlay')], { encoding: 'utf8' });

  expect(await shared.build(FileSet.of(OVERLAY), 'overlay')).toEqual(parseObjects(stdout, 'native'));
});

/** Whether this machine has the command of the engine's version. */
function hasCommand(): boolean {
  return spawnSync(COMMAND, ['version'], { encoding: 'utf8' }).stdout?.includes(`v${shared.version}`) ?? false;
}

/** Nine levels of nine aliases each: 400 million elements for who expands them. */
function aliasBomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
  );
  return `apiVersion: v1\nkind: X\nmetadata: {name: x}\nl0: &l0 [x]\n${levels.join('\n')}\n`;
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}
