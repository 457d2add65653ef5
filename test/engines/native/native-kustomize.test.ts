import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createNativeKustomize } from '../../../src/engines/native/native-kustomize.js';
import { FileSet } from '../../../src/files/file-set.js';
import { processTree } from '../../../src/host/process-tree.js';
import { kustomizeBinary } from '../../../tools/kustomize-binary.mjs';
import { withKustomize } from '../../synth/with-kustomize.js';

const builtIn = withKustomize();
const command = kustomizeBinary();
const folder = mkdtempSync(join(tmpdir(), 'native-kustomize-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = FileSet.of({
  'base/kustomization.yaml': 'resources: [one.yaml]\n',
  'base/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata: { a: "1" }\n',
  'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\nbuildMetadata: [managedByLabel]\n',
  'broken/kustomization.yaml': 'resources: [gone.yaml]\n',
});

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('gives what the engine that is built in gives, of the same version', async () => {
  const native = await createNativeKustomize({ command });

  expect(native.version).toBe(builtIn().version);
  expect(await native.build(FILES, 'overlay')).toEqual(await builtIn().build(FILES, 'overlay'));
});

test('files that are not text go into ConfigMaps and Secrets as the command puts them there; those that nothing names do not matter', async () => {
  const native = await createNativeKustomize({ command });
  const files = FileSet.of({
    'overlay/kustomization.yaml': JSON.stringify({
      configMapGenerator: [{ name: 'one', files: ['logo.png', 'key=../overlay/deep/logo.png', 'text.txt'] }],
      secretGenerator: [{ name: 'two', files: ['store.jks'] }],
    }),
    'overlay/text.txt': 'text',
  });
  const bytes = (...values: number[]) => Uint8Array.from([0x89, 0, 0xff, ...values]);
  const binaries = new Map([
    ['overlay/logo.png', bytes(1)],
    ['overlay/deep/logo.png', bytes(2)],
    ['overlay/store.jks', bytes(3)],
    ['other/logo.png', bytes(4)],
  ]);
  const request = { files, binaries, directory: 'overlay' };

  const [objects] = await builtIn().buildMany([request]);

  expect(objects).toEqual((await native.buildMany([request]))[0]);
  expect(objects).toMatchObject([
    { binaryData: { 'logo.png': 'iQD/AQ==', key: 'iQD/Ag==' }, data: { 'text.txt': 'text' } },
    { data: { 'store.jks': 'iQD/Aw==' } },
  ]);
  const changed = (path: string) => ({ ...request, binaries: new Map([...binaries, [path, bytes(9)]]) });
  const [before, unread, read] = builtIn().digests([request, changed('other/logo.png'), changed('overlay/logo.png')]);
  expect([unread === before, read === before]).toEqual([true, false]);
});

test('one that fails leaves the others alone, and names no folder of this machine', async () => {
  const native = await createNativeKustomize({ command });

  const [good, broken, missing] = await native.buildMany(
    ['overlay', 'broken', 'gone'].map((directory) => ({ files: FILES, directory })),
  );

  expect(good).toMatchObject([{ metadata: { name: 'x-one' } }]);
  expect(broken).toMatchObject({
    code: 'ENGINE_KUSTOMIZE_FAILED',
    source: { file: 'broken' },
    message: expect.stringContaining('gone.yaml'),
  });
  expect(String(broken)).not.toContain(tmpdir());
  expect(missing).toMatchObject({ code: 'ENGINE_KUSTOMIZE_FAILED' });
});

test('what was built before starts no process, in another run either', async () => {
  const cacheDirectory = join(folder, 'cache');
  const first = await createNativeKustomize({ command, cacheDirectory });
  await first.build(FILES, 'overlay');
  const second = await createNativeKustomize({ command, cacheDirectory });

  expect(await second.build(FILES, 'overlay')).toEqual(await builtIn().build(FILES, 'overlay'));
  expect([first.enginesStarted, second.enginesStarted]).toEqual([1, 0]);
});

test('a command that is not there is an error with the way out, and keeps no process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();

  await expect(createNativeKustomize({ command: join(folder, 'no-such-command') })).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    hint: expect.stringContaining('leave out --engine native'),
  });
  expect(timers()).toBe(before);
});

test.each([
  ['that waits for something for ever', 'sleep 600; true', 'did nothing for 5 s'],
  ['that works for ever', 'while :; do :; done', 'did not end within 0.3 s of processor time'],
  ['whose child works for ever', 'sh -c "while :; do :; done"; true', 'did not end within 0.3 s of processor time'],
])('one %s is ended with all that it started', async (_, work, message) => {
  const pids = join(folder, 'pids');
  const slow = script('slow', `if [ "$1" = version ]; then echo v5.8.1; else echo $$ > '${pids}'; ${work}; fi`);
  const native = await createNativeKustomize({ command: slow, timeoutMs: 300, timeoutHint: 'Wait.' });

  await expect(native.build(FILES, 'overlay')).rejects.toMatchObject({
    code: 'ENGINE_TIMEOUT',
    message: `${slow} ${message}: 'overlay'`,
    hint: 'Wait.',
  });
  const shell = Number(readFileSync(pids, 'utf8'));
  while (processTree(shell) !== undefined) await sleep(10);
  expect(readdirSync('/proc').filter((pid) => commandOf(pid).includes(slow))).toEqual([]);
});

/** Of a process; none when there is no such process. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

test('one that something else ended did not take too long', async () => {
  const shot = script('shot', 'if [ "$1" = version ]; then echo v5.8.1; else kill -9 $$; fi');
  const native = await createNativeKustomize({ command: shot });

  await expect(native.build(FILES, 'overlay')).rejects.toMatchObject({
    code: 'ENGINE_FAILED',
    message: `${shot} was ended by SIGKILL: 'overlay'`,
  });
});

test('sees PATH and nothing else of the environment', async () => {
  process.env['SECRET_OF_THE_PIPELINE'] = 'value';
  try {
    const nosy = script(
      'nosy',
      `if [ "$1" = version ]; then echo v5.8.1; else printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: { name: x }\\ndata: { seen: "%s" }\\n' "$(env | cut -d= -f1 | grep SECRET)"; fi`,
    );
    const native = await createNativeKustomize({ command: nosy });

    expect(await native.build(FILES, 'overlay')).toMatchObject([{ data: { seen: '' } }]);
  } finally {
    delete process.env['SECRET_OF_THE_PIPELINE'];
  }
});
