import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';

const { files: GENERATED } = JSON.parse(readFileSync('.projen/files.json', 'utf8')) as {
  readonly files: readonly string[];
};

test('.projenrc.ts compiles, and the generated files are what it says', () => {
  const copy = temporaryFolder();
  for (const path of [
    ...GENERATED,
    '.projenrc.ts',
    '.projen',
    'projenrc',
    'package.json',
    'package-lock.json',
    'src/index.ts',
  ])
    cpSync(path, join(copy, path), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));

  run(copy, 'typescript/bin/tsc', '--noEmit', '-p', 'projenrc/tsconfig.json');
  run(copy, 'tsx/dist/cli.mjs', '--tsconfig', 'projenrc/tsconfig.json', '.projenrc.ts');

  for (const path of [...GENERATED, 'package.json'])
    expect({ path, text: read(copy, path) }).toEqual({ path, text: read('.', path) });
});

function run(directory: string, script: string, ...words: readonly string[]): void {
  const environment = { ...process.env, PROJEN_DISABLE_POST: 'true' };
  execFileSync(process.execPath, [join('node_modules', script), ...words], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function read(directory: string, path: string): string {
  return readFileSync(join(directory, path), 'utf8');
}
