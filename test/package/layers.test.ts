import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';

/** A small project that keeps the layers, under the real rules. */
const KEPT = {
  'package.json': '{ "type": "module" }',
  'src/errors.ts': 'export const a = 1;\n',
  'src/manifest/object.ts': "export { a } from '../errors.js';\n",
  'src/synth/synth.ts': "export { a } from '../manifest/object.js';\n",
  'src/git/tree.ts': "export { a } from '../errors.js';\n",
  'src/index.ts': "export * from './synth/synth.js';\n",
  'src/cli/main.ts': "export * from '../index.js';\n",
  'apps/shop.ts': "export * from '../src/index.js';\n",
  'environments/index.ts': "export * from '../apps/shop.js';\n",
};

interface Planted {
  readonly case: string;
  readonly planted: Readonly<Record<string, string>>;
  readonly rule: string;
}

describe('the layers of ARCHITECTURE.md', () => {
  test('a project that keeps them passes', () => {
    expect(check({})).toMatchObject({ status: 0 });
  });

  test.each([
    {
      case: 'an import upward',
      planted: { 'src/manifest/planted.ts': "import '../synth/synth.js';\n" },
      rule: 'layer-manifest',
    },
    {
      case: 'a type-only import upward',
      planted: {
        'src/manifest/planted.ts': "import type { a } from '../synth/synth.js';\nexport type A = typeof a;\n",
      },
      rule: 'layer-manifest',
    },
    {
      case: 'neighbours that must not know each other',
      planted: { 'src/git/planted.ts': "export { a } from '../synth/synth.js';\n" },
      rule: 'layer-git',
    },
    {
      case: 'the library importing the command',
      planted: { 'src/synth/planted.ts': "import '../cli/main.js';\n" },
      rule: 'nothing-imports-cli',
    },
    {
      case: 'an application reaching into the library',
      planted: { 'apps/planted.ts': "import '../src/synth/synth.js';\n" },
      rule: 'layer-apps',
    },
    {
      case: 'an application knowing an environment',
      planted: { 'apps/planted.ts': "import '../environments/index.js';\n" },
      rule: 'layer-apps',
    },
    {
      case: 'a room that imports one above it',
      planted: {
        'src/cluster/rehearse/planted.ts': "import '../plan/a.js';\n",
        'src/cluster/plan/a.ts': 'export const a = 1;\n',
      },
      rule: 'cluster-rehearse',
    },
    {
      case: 'a cycle',
      planted: { 'src/git/a.ts': "import './b.js';\n", 'src/git/b.ts': "import './a.js';\n" },
      rule: 'no-cycle',
    },
    {
      case: 'a package outside its place',
      planted: { 'src/synth/planted.ts': "import 'isomorphic-git';\n" },
      rule: 'fence-isomorphicgit',
    },
    {
      case: 'a command that is run elsewhere than by src/host',
      planted: { 'src/git/planted.ts': "import { spawn } from 'node:child_process';\nspawn('git');\n" },
      rule: 'fence-child-process',
    },
    {
      case: 'a run of a verb that imports its options',
      planted: {
        'src/cli/verbs/sync/sync-options.ts': 'export const syncOptions = {};\n',
        'src/cli/verbs/sync/run-sync.ts': "export { syncOptions } from './sync-options.js';\n",
      },
      rule: 'options-are-handed-over',
    },
  ] as readonly Planted[])('$case fails the check', ({ planted, rule }) => {
    const { status, output } = check(planted);

    expect(output).toContain(rule);
    expect(status).not.toBe(0);
  });
});

function check(planted: Readonly<Record<string, string>>): { readonly status: number | null; readonly output: string } {
  const folder = temporaryFolder({ ...KEPT, ...planted }, { nodeModules: true });
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'tsconfig.build.json'])
    copyFileSync(file, join(folder, file));
  const command = [
    join(folder, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.mjs',
    'src',
    'apps',
    'environments',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
