import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';

/** A small project that keeps the rules of biome.json. */
const KEPT = {
  'src/host/write.ts':
    "import { writeFileSync } from 'node:fs';\nimport { env } from 'node:process';\n\nwriteFileSync('a', String(env['A']));\n",
  'src/cli/process.ts': "export const a = process.env['A'];\n",
  'src/cluster/read.ts': "import { readFileSync } from 'node:fs';\n\nexport const a = readFileSync('a');\n",
  'src/git/write-files.ts': "import { writeFileSync } from 'node:fs';\n\nwriteFileSync('a', 'a');\n",
  'src/local-cluster/log.ts': "import { openSync } from 'node:fs';\n\nopenSync('a', 'w');\n",
};

interface Planted {
  readonly case: string;
  readonly planted: Readonly<Record<string, string>>;
  readonly rule: string;
}

describe('the rules of biome.json', () => {
  test('a project that keeps them passes', () => {
    expect(lint({})).toMatchObject({ output: expect.not.stringContaining('lint/'), status: 0 });
  });

  test.each([
    {
      case: 'the environment, read below the command',
      planted: { 'src/workflow/planted.ts': "export const a = process.env['A'];\n" },
      rule: 'noProcessEnv',
    },
    {
      case: 'the environment, imported',
      planted: { 'src/git/planted.ts': "import { env } from 'node:process';\n\nexport const a = env['A'];\n" },
      rule: 'noProcessEnv',
    },
    {
      case: 'the environment, read by the local cluster',
      planted: { 'src/local-cluster/planted.ts': "export const a = process.env['A'];\n" },
      rule: 'noProcessEnv',
    },
    {
      case: 'a file that is written elsewhere than by src/host',
      planted: { 'src/render/planted.ts': "import { writeFileSync } from 'node:fs';\n\nwriteFileSync('a', 'a');\n" },
      rule: 'noRestrictedImports',
    },
    {
      case: 'a file that is written through promises',
      planted: { 'src/git/planted.ts': "import { rm } from 'node:fs/promises';\n\nawait rm('a');\n" },
      rule: 'noRestrictedImports',
    },
    {
      case: 'the whole of node:fs',
      planted: { 'src/cluster/planted.ts': "import * as fs from 'node:fs';\n\nfs.rmSync('a');\n" },
      rule: 'noRestrictedImports',
    },
  ] as readonly Planted[])('$case fails the check', ({ planted, rule }) => {
    const { status, output } = lint(planted);

    expect(output).toContain(rule);
    expect(status).not.toBe(0);
  });
});

function lint(planted: Readonly<Record<string, string>>): { readonly status: number | null; readonly output: string } {
  const folder = temporaryFolder({ ...KEPT, ...planted }, { nodeModules: true });
  copyFileSync('biome.json', join(folder, 'biome.json'));
  const command = [join(folder, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '--vcs-enabled=false', 'src'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
