import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainLoadError } from '../../../src/cli/loading/explain-load-error.js';
import { explainTemporaryFolder } from '../../../src/cli/loading/explain-temporary-folder.js';

const place = { file: '/shop/environments/index.ts', root: '/shop', directory: '/shop' };
const TSX = join(tmpdir(), `tsx-${process.pid}-test`);
afterAll(() => rmSync(TSX, { recursive: true, force: true }));

test.each([
  { case: 'a folder of our own', act: () => mkdtempSync(join(tmpdir(), 'none/gitops-engine-')), why: 'ENOENT' },
  { case: 'the folder of tsx', act: () => [mkdirSync(TSX), mkdirSync(TSX)], why: 'EEXIST' },
])('$case that cannot be made is told with the way out', ({ act, why }) => {
  const error = errorOf(act);

  const told = {
    code: 'CLI_FILE_NOT_WRITABLE',
    message: `the temporary folder '${tmpdir()}' cannot be written to: ${why}`,
    cause: error,
  };
  expect(explainTemporaryFolder(error)).toMatchObject({ ...told, hint: expect.stringContaining('TMPDIR') });
  expect(explainLoadError(error, place)).toMatchObject(told);
});

test('another folder, and another error, pass unchanged', () => {
  for (const error of [
    errorOf(() => mkdirSync(join(tmpdir(), 'none/of-the-user'))),
    new Error('boom'),
    'text',
    undefined,
  ])
    expect(explainTemporaryFolder(error)).toBe(error);
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
