import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { explainLoadError } from '../../src/cli/explain-load-error.js';
import { explainTemporaryFolder } from '../../src/cli/explain-temporary-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const place = { file: '/shop/environments/index.ts', root: '/shop', directory: '/shop' };

/** A temporary folder that is a file. */
const folder = join(temporaryFolder({ file: '' }), 'file');
const ours = () => mkdtempSync(join(folder, 'gitops-engine-'));

test.each([
  { case: 'a folder of our own', act: ours },
  { case: 'the folder of tsx', act: () => mkdirSync(join(folder, 'tsx-0'), { recursive: false }) },
])('$case in a temporary folder that is none is told with the way out', ({ act }) => {
  expect(explainTemporaryFolder(errorOf(act), folder)).toMatchObject({
    code: 'CLI_FILE_NOT_WRITABLE',
    message: `the temporary folder '${folder}' cannot be written to: ENOTDIR`,
    hint: expect.stringContaining('TMPDIR'),
  });
});

test('it is told also when it happens while the code of the user is loaded', () => {
  expect(explainLoadError(errorOf(ours), place)).toMatchObject({ code: 'CLI_FILE_NOT_WRITABLE', hint: expect.stringContaining('TMPDIR') });
});

test('another folder, and another error, pass unchanged', () => {
  for (const error of [errorOf(() => mkdirSync(join(folder, 'of-the-user'))), new Error('boom'), 'text', undefined])
    expect(explainTemporaryFolder(error, folder)).toBe(error);
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
