import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../../src/host/process-identity.js';
import type { LocalClusterEvent } from '../../../src/local-cluster/events.js';
import { processTable } from '../../../src/local-cluster/process-table.js';
import { BINARY_NAMES } from '../../../src/local-cluster/provision/binaries.js';
import { type ProvisionOptions, provisionBinaries } from '../../../src/local-cluster/provision/provision-binaries.js';
import { type OfficialSite, officialSite } from './official-site.js';

let site: OfficialSite;
let directory: string;
let events: LocalClusterEvent[];
beforeEach(async () => {
  site = await officialSite();
  directory = mkdtempSync(join(tmpdir(), 'provision-'));
  events = [];
});
afterEach(async () => {
  await site.close();
  rmSync(directory, { recursive: true, force: true });
});

const provision = (options: Partial<ProvisionOptions> = {}) =>
  provisionBinaries({
    cacheDirectory: join(directory, 'cache'),
    sites: site.sites,
    onEvent: (event) => void events.push(event),
    ...options,
  });
const notes = () => events.flatMap((event) => (event.kind === 'note' ? [event.message] : []));
const made = () =>
  events.flatMap((event) => (event.kind === 'provisioned' ? [`${event.source} ${event.component}`] : []));
const run = (file: string) => execFileSync(file, { encoding: 'utf8' });

describe('on Linux, where everything is official', () => {
  if (process.platform !== 'linux') return;

  test('all binaries are downloaded once and then taken from the cache', async () => {
    const first = await provision();
    const requests = site.requests.length;
    const second = await provision();

    expect(made()).toEqual(['download etcd', 'download kwok', 'download kube']);
    expect(second).toEqual(first);
    expect(site.requests).toHaveLength(requests);
    for (const [name, file] of Object.entries(first))
      expect(run(file)).toBe(`official ${BINARY_NAMES[name as keyof typeof first]}\n`);
  });

  test('two that start at once make each binary once, and the second says for whom it waits', async () => {
    const [one, two] = await Promise.all([provision(), provision()]);

    expect(one).toEqual(two);
    expect(made()).toHaveLength(3);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'waiting', for: 'binaries', pid: process.pid }));
  });

  test.each([
    { case: 'a longer file', damage: (file: string) => appendFileSync(file, '#') },
    {
      case: 'a file of the same size',
      damage: (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('official', 'OFFICIAL')),
    },
    { case: 'a missing file', damage: (file: string) => rmSync(file) },
    { case: 'a file that cannot be run', damage: (file: string) => chmodSync(file, 0o644) },
  ])('$case in the cache is noticed and made again', async ({ damage }) => {
    const { kwok } = await provision();
    damage(kwok);
    events = [];

    await provision();

    expect(notes()).toEqual(['The cached kwok is damaged and is made again']);
    expect(made()).toEqual(['download kwok']);
    expect(run(kwok)).toBe('official kwok\n');
  });

  test('a file that was only touched is hashed and kept', async () => {
    const { kwok } = await provision();
    utimesSync(kwok, new Date(0), new Date(0));
    events = [];

    await provision();

    expect(events).toEqual([]);
  });

  test('a change that hides behind size and time is found by verify', async () => {
    const { etcd } = await provision();
    const { mtime } = statSync(etcd);
    writeFileSync(etcd, readFileSync(etcd, 'utf8').replace('official', 'OFFICIAL'));
    utimesSync(etcd, mtime, mtime);
    events = [];

    await provision({ verify: true });

    expect(made()).toEqual(['download etcd']);
  });

  test('a run that was killed is gone on with: what it finished stays, what it left half is removed', async () => {
    const { etcd, kwok } = await provision();
    const cache = dirname(dirname(etcd));
    const manifest = JSON.parse(readFileSync(join(cache, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(cache, 'manifest.json'), JSON.stringify({ etcd: manifest['etcd'], kube: manifest['kube'] }));
    const half = join(cache, `tmp-${process.pid}-00-1`, 'module');
    mkdirSync(half, { recursive: true });
    const compiler = processTable.start(directory, { name: 'compiler', executable: '/bin/sleep', arguments: ['60'] });
    writeFileSync(join(half, '.builder.json'), JSON.stringify(compiler));
    writeFileSync(`${cache}.lock`, JSON.stringify({ pid: process.pid, start: 'dead' }));
    events = [];

    await provision();

    expect(made()).toEqual(['download kwok']);
    expect(run(kwok)).toBe('official kwok\n');
    expect(readdirSync(cache).sort()).toEqual(['bin', 'manifest.json']);
    expect(existsSync(`${cache}.lock`)).toBe(false);
    while (isAlive(compiler)) await sleep(10); // until the test's own time limit
    expect(isAlive(compiler)).toBe(false);
  });

  test("the user's own folder comes first, and what it lacks is made", async () => {
    const assetsDirectory = join(directory, 'assets');
    writeScripts(assetsDirectory, ['etcd', 'kube-apiserver', 'kubectl']);

    const binaries = await provision({ assetsDirectory });

    expect(run(binaries.apiServer)).toBe('own\n');
    expect(run(binaries.etcd)).toBe('own\n');
    expect(run(binaries.scheduler)).toBe('official kube-scheduler\n');
    expect(made()).toEqual(['download kwok', 'download kube']);
    expect(notes()).toEqual([
      `'${assetsDirectory}' has no kwok, kube-controller-manager, kube-scheduler: taken from the cache or made`,
    ]);
  });
});

test("the user's own folder that has everything needs no cache", async () => {
  const assetsDirectory = join(directory, 'assets');
  writeScripts(assetsDirectory, Object.values(BINARY_NAMES));

  const binaries = await provision({ assetsDirectory });

  expect(Object.values(binaries)).toEqual(Object.values(BINARY_NAMES).map((name) => join(assetsDirectory, name)));
  expect(readdirSync(directory)).toEqual(['assets']);
});

test("a folder of the user's own without any binary is a mistake, not a reason to download", async () => {
  await expect(provision({ assetsDirectory: directory })).rejects.toMatchObject({
    code: 'LOCAL_ASSETS_INVALID',
    message: expect.stringContaining(directory),
  });
});

test('a cache that cannot be written is an error that names it', async () => {
  writeFileSync(join(directory, 'file'), '');

  await expect(provision({ cacheDirectory: join(directory, 'file') })).rejects.toMatchObject({
    code: 'LOCAL_STATE_UNUSABLE',
  });
});

function writeScripts(folder: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) writeFileSync(join(folder, name), '#!/bin/sh\necho own\n', { mode: 0o755 });
}
