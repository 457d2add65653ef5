import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { initRepository } from '../../src/cli/init-repository.js';
import { packageVersion } from '../../src/cli/package-root.js';
import { mountSmallDisk, testWithSmallDisk } from '../helpers/full-disk.js';
import { temporaryFolder } from './temporary-folder.js';

describe('initRepository', () => {
  test('writes a repository named after its folder, that depends on the version that wrote it', () => {
    const directory = join(temporaryFolder(), 'My Shop');

    const result = initRepository({ directory, name: 'My Shop' });

    const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { name: string; dependencies: Record<string, string> };
    expect(manifest.name).toBe('my-shop');
    expect(manifest.dependencies['cdk8s-gitops']).toBe(`^${packageVersion()}`);
    expect(result.files).toEqual([
      '.gitattributes',
      '.github/workflows/gitops.yaml',
      '.gitignore',
      'README.md',
      'apps/guestbook/guestbook.ts',
      'environments/applications.ts',
      'environments/dev.ts',
      'environments/index.ts',
      'environments/staging.ts',
      'package.json',
      'tsconfig.json',
    ]);
    for (const file of result.files) expect(readFileSync(join(directory, file), 'utf8')).not.toMatch(/(?<!\$)\{\{/);
  });

  test('an empty clone is a good place', () => {
    const directory = temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main\n' });

    initRepository({ directory, name: 'shop' });

    expect(existsSync(join(directory, 'environments/index.ts'))).toBe(true);
  });

  test('a folder with files is refused, naming them, and nothing is written', () => {
    const directory = temporaryFolder({ 'notes.txt': 'mine' });

    expect(() => initRepository({ directory, name: 'shop' })).toThrow(
      expect.objectContaining({ code: 'CLI_FOLDER_NOT_EMPTY', message: expect.stringContaining("'notes.txt' is in the way") }),
    );
    expect(readdirSync(directory)).toEqual(['notes.txt']);
  });

  test('a name of any length is one of npm', () => {
    expect(initRepository({ directory: join(temporaryFolder(), 'a'), name: `${'x'.repeat(49)} ü-${'y'.repeat(300)}` }).name).toBe('x'.repeat(49));
  });

  testWithSmallDisk('a full disk is told as one, and nothing is left behind', () => {
    const directory = temporaryFolder();
    using disk = mountSmallDisk(directory);
    disk.fill();
    const before = readdirSync(directory);

    expect(() => initRepository({ directory: join(directory, 'shop'), name: 'shop' })).toThrow(
      expect.objectContaining({ code: 'CLI_FILE_NOT_WRITABLE', message: expect.stringContaining('cannot be written: ENOSPC') }),
    );
    expect(readdirSync(directory)).toEqual(before);
  });

  test('a file where the folder should be is refused', () => {
    const directory = join(temporaryFolder({ shop: 'a file' }), 'shop');

    expect(() => initRepository({ directory, name: 'shop' })).toThrow(expect.objectContaining({ code: 'CLI_FOLDER_NOT_EMPTY' }));
    expect(readFileSync(directory, 'utf8')).toBe('a file');
  });
});
