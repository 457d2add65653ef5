import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findEngine, readEngine } from '../../src/engines/engine-files.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The jq engine as it was built, in a folder of its own. */
function copyOfJq() {
  const { module } = findEngine('jq');
  for (const name of ['engines.json', basename(module)]) cpSync(join(dirname(module), name), join(folder, name));
  return findEngine('jq', folder);
}

test('unpacks the module that was built', async () => {
  expect(Buffer.from((await readEngine(copyOfJq())).subarray(0, 4))).toEqual(Buffer.from('\0asm'));
});

test('an engine that was not built is missing, with the command that builds it', () => {
  expect(() => findEngine('jq', folder)).toThrow(
    expect.objectContaining({ code: 'ENGINE_MISSING', hint: expect.stringContaining('npm run build') }),
  );
});

test('a module that is gone or damaged is never run', async () => {
  const engine = copyOfJq();
  appendFileSync(engine.module, 'x');
  await expect(readEngine(engine)).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: expect.stringContaining('damaged'),
  });

  rmSync(engine.module);
  await expect(readEngine(engine)).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: expect.stringContaining('cannot be read'),
  });
});
