import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { faultsOf } from './readable-source.js';

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
      case: 'a conditional expression within another',
      planted: { 'src/model/planted.ts': "export const a = (b: number) => (b > 1 ? 'x' : b > 0 ? 'y' : 'z');\n" },
      rule: 'noNestedTernary',
    },
    {
      case: 'a result that is thrown away by void',
      planted: { 'src/model/planted.ts': 'export const a = (b: () => boolean, c: () => void) => void (b() || c());\n' },
      rule: 'noVoid',
    },
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

/** Source files that are longer than they may be. Each is to be split; nothing is to be added. */
const TOO_LONG: readonly string[] = ['src/cluster/access/access-file.ts', 'src/model/application.ts'];

describe('the form of the source', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file}`);

  test('every file keeps the rules', () => {
    const faults = files.flatMap((file) =>
      faultsOf(file, readFileSync(file, 'utf8'))
        .filter(({ rule }) => rule !== 'lines' || !TOO_LONG.includes(file))
        .map(({ rule, line }) => `${file}:${line} ${rule}`),
    );

    expect(files.length).toBeGreaterThan(500);
    expect(faults).toStrictEqual([]);
  });

  test.each([
    ['a file of 300 lines', 'a();\n'.repeat(300), []],
    ['one of 301', 'a();\n'.repeat(301), ['lines']],
    ['code of 120 columns', `${'a'.repeat(119)};\n`, []],
    ['code of 121', `${'a'.repeat(120)};\n`, ['width']],
    ['a text that cannot be broken', `const a = '${'a'.repeat(120)}';\n`, []],
    ['a text beside too much code', `${'a'.repeat(120)}('text');\n`, ['width']],
    ['a help text of several lines', `const a = \`\n${'a'.repeat(130)}\n\`;\n`, []],
    ['a pattern that cannot be broken', `const a = /${'a'.repeat(120)}/;\n`, []],
    ['a comment of 110 columns', `// ${'a '.repeat(53)}a\n`, []],
    ['a comment of 111', `// ${'a '.repeat(54)}\n`, ['comment-width']],
    ['the same of several lines', `/**\n * ${'a '.repeat(54)}\n */\n`, ['comment-width']],
    ['an address in a comment', `/**\n * @see https://example.com/${'a'.repeat(100)}\n */\n`, []],
    ['an example in a comment', `/**\n *   ${'a '.repeat(54)}\n */\n`, []],
    ['values that are taken out of an array again', 'const [a, b] = [c ? 1 : 2, d];\n', ['tuple']],
    ['parts of an array', 'const [a, b] = c();\nconst [d] = [...e];\n', []],
  ])('%s', (_, text, rules) => {
    expect(faultsOf('planted.ts', text).map(({ rule }) => rule)).toStrictEqual(rules);
  });
});

function lint(planted: Readonly<Record<string, string>>): { readonly status: number | null; readonly output: string } {
  const folder = temporaryFolder({ ...KEPT, ...planted }, { nodeModules: true });
  copyFileSync('biome.json', join(folder, 'biome.json'));
  const command = [join(folder, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '--vcs-enabled=false', 'src'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
