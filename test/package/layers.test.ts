import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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
  /** The first file violates the rule. No two rows have the same file. */
  readonly planted: Readonly<Record<string, string>>;
  readonly rule: string;
}

const PLANTED: readonly Planted[] = [
  {
    case: 'an import upward',
    planted: { 'src/manifest/planted.ts': "import '../synth/synth.js';\n" },
    rule: 'layer-manifest',
  },
  {
    case: 'a type-only import upward',
    planted: {
      'src/manifest/planted-type.ts': "import type { a } from '../synth/synth.js';\nexport type A = typeof a;\n",
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
    planted: { 'apps/planted-environment.ts': "import '../environments/index.js';\n" },
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
    planted: { 'src/synth/planted-package.ts': "import 'isomorphic-git';\n" },
    rule: 'fence-isomorphicgit',
  },
  {
    case: 'a command that is run elsewhere than by src/host',
    planted: { 'src/git/planted-command.ts': "import { spawn } from 'node:child_process';\nspawn('git');\n" },
    rule: 'fence-child-process',
  },
  {
    case: 'a run of a verb that imports its options',
    planted: {
      'src/cli/verbs/sync/run-sync.ts': "export { syncOptions } from './sync-options.js';\n",
      'src/cli/verbs/sync/sync-options.ts': 'export const syncOptions = {};\n',
    },
    rule: 'options-are-handed-over',
  },
];

describe('the layers of ARCHITECTURE.md', () => {
  let violations: readonly string[];

  // One look at all of them: dependency-cruiser takes a second and a half of the processor to start.
  beforeAll(() => {
    violations = check(Object.assign({}, ...PLANTED.map(({ planted }) => planted)));
  });

  test('a project that keeps them passes', () => {
    expect(check({})).toEqual([]);
  });

  test.each(PLANTED)('$case fails the check', ({ planted, rule }) => {
    expect(violations).toContain(`${rule}: ${Object.keys(planted)[0]}`);
  });
});

/** Each violation that fails the check: its rule and the file that violates it. */
function check(planted: Readonly<Record<string, string>>): readonly string[] {
  const folder = temporaryFolder({ ...KEPT, ...planted }, { nodeModules: true });
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'tsconfig.build.json'])
    copyFileSync(file, join(folder, file));
  const command = [
    join(folder, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'err-long',
    'src',
    'apps',
    'environments',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  const found = [...stripVTControlCharacters(stdout).matchAll(/^ +error (\S+): (\S+)/gm)];
  // The status is that of the errors: what is only told does not fail the check.
  expect({ status, stderr }).toEqual({ status: found.length, stderr: '' });
  return found.map(([, rule, file]) => `${rule}: ${file}`);
}
