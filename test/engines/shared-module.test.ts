import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../src/engines/engine-files.js';
import { sharedModule } from '../../src/engines/shared-module.js';

const JQ = findEngine('jq');

test('what wants an engine alike has one module', async () => {
  const [one, other] = [sharedModule(JQ, 512, false), sharedModule(findEngine('jq'), 512, false)];

  expect(await one).toBe(await other);
});

test.each([
  { what: 'another limit of memory', memoryMb: 256, optimise: false },
  { what: 'optimised code', memoryMb: 512, optimise: true },
])('$what is a module of its own', async ({ memoryMb, optimise }) => {
  const one = sharedModule(JQ, 512, false);

  expect(await sharedModule(JQ, memoryMb, optimise)).not.toBe(await one);
});

test('a failure is not kept: the next one tries again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const engine = { ...JQ, module: join(folder, 'jq.wasm.gz') };
  const failed = sharedModule(engine, 512, false);
  await expect(failed).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
  copyFileSync(JQ.module, engine.module);

  await expect(sharedModule(engine, 512, false)).resolves.toBeDefined();
  rmSync(folder, { recursive: true });
});
