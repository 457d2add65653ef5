import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJsonnet } from '../../../src/engines/jsonnet/create-jsonnet.js';
import type { Jsonnet, JsonnetRequest } from '../../../src/engines/jsonnet/jsonnet.js';
import { FileSet } from '../../../src/files/file-set.js';

let jsonnet: Jsonnet;

beforeAll(() => {
  jsonnet = createJsonnet();
});
afterAll(() => jsonnet.close());

async function evaluate(files: Readonly<Record<string, string>>, more: Partial<JsonnetRequest> = {}): Promise<unknown> {
  return jsonnet.evaluate({ files: FileSet.of(files), file: 'app/main.jsonnet', ...more });
}

test('gives the value of a file', async () => {
  const main = `local port = 80; [{ kind: 'Service', spec: { port: port + 1 } } + { spec+: { name: std.asciiUpper('x') } } for i in std.range(1, 2)]`;

  expect(await evaluate({ 'app/main.jsonnet': main })).toEqual(
    Array(2).fill({ kind: 'Service', spec: { name: 'X', port: 81 } }),
  );
});

describe('imports', () => {
  test('come from the importing file, then from the libraries, the last one first', async () => {
    const files = {
      'app/main.jsonnet': `[import 'near.libsonnet', import 'lib.libsonnet', importstr '../text.txt', import "deep/a.libsonnet"]`,
      'app/near.libsonnet': `'near'`,
      'app/deep/a.libsonnet': `import '../near.libsonnet'`,
      'vendor/near.libsonnet': `'far'`,
      'vendor/lib.libsonnet': `'vendor'`,
      'other/lib.libsonnet': `'other'`,
      'text.txt': 'a text',
    };

    expect(await evaluate(files, { libraries: ['vendor', 'other'] })).toEqual(['near', 'other', 'a text', 'near']);
  });

  test('with an escape in their name are found too', async () => {
    expect(await evaluate({ 'app/main.jsonnet': `import 'a\\u0062.libsonnet'`, 'app/ab.libsonnet': '1' })).toBe(1);
  });

  test.each([
    `import '/etc/passwd'`,
    `importstr '/etc/passwd'`,
    `importstr '../../../../etc/passwd'`,
    `import 'absent.libsonnet'`,
  ])('%s is refused', async (main) => {
    await expect(evaluate({ 'app/main.jsonnet': main })).rejects.toMatchObject({
      code: 'ENGINE_JSONNET_FAILED',
      message: expect.stringContaining("couldn't open import"),
    });
  });
});

test('variables and top-level arguments are texts, or code when said so', async () => {
  const main = `function(name, replicas=1) { name: name, replicas: replicas, region: std.extVar('region'), tags: std.extVar('tags') }`;
  const value = await evaluate(
    { 'app/main.jsonnet': main },
    {
      extVariables: [
        { name: 'region', value: 'eu' },
        { name: 'tags', value: '[1, 2]', code: true },
      ],
      topLevelArguments: [
        { name: 'name', value: 'web' },
        { name: 'replicas', value: '1 + 2', code: true },
      ],
    },
  );

  expect(value).toEqual({ name: 'web', replicas: 3, region: 'eu', tags: [1, 2] });
});

test.each([
  [`{ a: 1`, 'app/main.jsonnet:1'],
  [`error 'boom'`, 'boom'],
  [`std.extVar('absent')`, 'Undefined external variable'],
])('%s is an error with the place', async (main, said) => {
  await expect(evaluate({ 'app/main.jsonnet': main })).rejects.toMatchObject({
    code: 'ENGINE_JSONNET_FAILED',
    message: expect.stringContaining(said),
  });
});

test('a result is kept as long as no file that it read changes', async () => {
  const cacheDirectory = mkdtempSync(join(tmpdir(), 'jsonnet-cache-'));
  const [first, second] = [createJsonnet({ cacheDirectory }), createJsonnet({ cacheDirectory })];
  try {
    const files = { 'app/main.jsonnet': `import 'a.libsonnet'`, 'app/a.libsonnet': '1', 'app/unrelated.txt': 'x' };
    await first.evaluate({ files: FileSet.of(files), file: 'app/main.jsonnet' });

    expect(
      await second.evaluate({ files: FileSet.of({ ...files, 'app/unrelated.txt': 'y' }), file: 'app/main.jsonnet' }),
    ).toBe(1);
    expect(second.enginesStarted).toBe(0);
    expect(
      await second.evaluate({ files: FileSet.of({ ...files, 'app/a.libsonnet': '2' }), file: 'app/main.jsonnet' }),
    ).toBe(2);
  } finally {
    await Promise.all([first.close(), second.close()]);
    rmSync(cacheDirectory, { recursive: true, force: true });
  }
});

describe('a hostile file', () => {
  test('that never ends is ended with its thread, and the engine goes on', async () => {
    const impatient = createJsonnet({ timeoutMs: 1_500 });
    try {
      const endless = FileSet.of({ 'a.jsonnet': 'local f(x) = if x == 0 then 0 else f(x - 1) tailstrict; f(1e12)' });

      await expect(impatient.evaluate({ files: endless, file: 'a.jsonnet' })).rejects.toMatchObject({
        code: expect.stringMatching(/^ENGINE_(TIMEOUT|FAILED)$/),
      });
      expect(await impatient.evaluate({ files: FileSet.of({ 'b.jsonnet': '1' }), file: 'b.jsonnet' })).toBe(1);
    } finally {
      await impatient.close();
    }
  });

  test('that calls itself for ever runs out of stack', async () => {
    await expect(evaluate({ 'app/main.jsonnet': 'local f(x) = 1 + f(x); f(1)' })).rejects.toMatchObject({
      code: 'ENGINE_JSONNET_FAILED',
      message: expect.stringContaining('max stack frames exceeded'),
    });
  });

  test('that takes all memory is ended with its thread, and the engine goes on', async () => {
    const small = createJsonnet({ memoryMb: 64, timeoutMs: 30_000 });
    try {
      const hostile = FileSet.of({ 'a.jsonnet': `std.foldl(function(a, b) a + a, std.range(1, 60), 'xxxxxxxx')` });

      await expect(small.evaluate({ files: hostile, file: 'a.jsonnet' })).rejects.toMatchObject({
        code: 'ENGINE_FAILED',
      });
      expect(await small.evaluate({ files: FileSet.of({ 'b.jsonnet': '1' }), file: 'b.jsonnet' })).toBe(1);
    } finally {
      await small.close();
    }
  });

  test('that imports itself does not hang', async () => {
    await expect(evaluate({ 'app/main.jsonnet': `import 'main.jsonnet'` })).rejects.toMatchObject({
      code: 'ENGINE_JSONNET_FAILED',
    });
  });
});
