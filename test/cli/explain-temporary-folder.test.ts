import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainLoadError } from '../../src/cli/explain-load-error.js';
import { explainTemporaryFolder } from '../../src/cli/explain-temporary-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const place = { file: '/shop/environments/index.ts', root: '/shop', directory: '/shop' };

let temporary: string | undefined;
beforeEach(() => {
  temporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = join(temporaryFolder({ file: '' }), 'file');
});
afterEach(() => {
  process.env['TMPDIR'] = temporary;
});

test.each([
  { case: 'a folder of our own', act: () => mkdtempSync(join(tmpdir(), 'gitops-engine-')) },
  { case: 'the folder of tsx', act: () => mkdirSync(join(tmpdir(), 'tsx-0'), { recursive: false }) },
])('$case in a temporary folder that is none is told with the way out', ({ act }) => {
  const error = errorOf(act);

  const wanted = {
    code: 'CLI_FILE_NOT_WRITABLE',
    message: expect.stringContaining(`'${tmpdir()}' cannot be written to: ENOTDIR`),
    hint: expect.stringContaining('TMPDIR'),
  };
  expect(explainTemporaryFolder(error)).toMatchObject(wanted);
  expect(explainLoadError(error, place)).toMatchObject(wanted);
});

test('another folder, and another error, pass unchanged', () => {
  for (const error of [errorOf(() => mkdirSync(join(tmpdir(), 'of-the-user'))), new Error('boom'), 'text', undefined])
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
