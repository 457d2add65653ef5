import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { GitopsError } from '../../src/errors.js';
import { withTemporaryFolder } from '../../src/host/with-temporary-folder.js';

const PART = fc.constantFrom(
  '..',
  '.',
  '',
  'a',
  'b.txt',
  '...',
  '..a',
  'C:',
  '\\',
  '..\\x',
  'a\\..\\..',
  '\0',
  '~',
  '$HOME',
);

test('whatever the paths, nothing is written beside the folder, and nothing at all when one is refused', async () => {
  const before = process.env['TMPDIR'];
  const top = mkdtempSync(join(tmpdir(), 'outer-'));
  const inner = join(top, 'one', 'two', 'three');
  mkdirSync(inner, { recursive: true });
  process.env['TMPDIR'] = inner;
  const files = () =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((name) => lstatSync(join(top, name)).isFile());
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(PART, { minLength: 1, maxLength: 6 }), fc.boolean(), async (parts, absolute) => {
        const path = `${absolute ? `${top}/` : ''}${parts.join('/')}`;
        let outside: readonly string[] = [];
        let inside = false;
        try {
          await withTemporaryFolder(
            'test',
            [
              ['first', '1'],
              [path, Buffer.from('canary')],
            ],
            async (folder) => {
              outside = files().filter((name) => !join(top, name).startsWith(`${folder}/`));
              inside = existsSync(join(folder, path)) && readFileSync(join(folder, path), 'utf8') === 'canary';
            },
          );
          expect(inside).toBe(true);
        } catch (error) {
          const isOurs = GitopsError.is(error) && error.code === 'FILES_UNSAFE_PATH';
          // A folder has the name already, or the path ends with one.
          const isFolder = ['EISDIR', 'EEXIST', 'ENOTDIR'].includes(String((error as { code?: unknown }).code));
          if (!isOurs && !isFolder) throw error;
        }
        expect([path, outside, files()]).toEqual([path, [], []]);
      }),
      { numRuns: 300 },
    );
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(top, { recursive: true, force: true });
  }
});

test.each(['../x', 'a/../../x', '/etc/x', '', 'a\\..\\..\\x', 'a/\0'])(
  '%j leaves the folder and is refused',
  async (path) => {
    await expect(withTemporaryFolder('test', [[path, 'x']], async () => 1)).rejects.toMatchObject({
      code: 'FILES_UNSAFE_PATH',
    });
  },
);
