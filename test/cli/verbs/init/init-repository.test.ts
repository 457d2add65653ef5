import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { packageVersion } from '../../../../src/cli/package-root.js';
import { type InitOptions, initRepository } from '../../../../src/cli/verbs/init/init-repository.js';
import { mountSmallDisk, testWithSmallDisk } from '../../../helpers/full-disk.js';
import { temporaryFolder } from '../../temporary-folder.js';

const FILES = [
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
];

describe('initRepository', () => {
  test('writes a repository named after its folder, that depends on the version that wrote it', () => {
    const directory = join(temporaryFolder(), 'My Shop');

    const result = initRepository({ directory, name: 'My Shop' });

    const manifest = JSON.parse(text(directory, 'package.json')) as {
      name: string;
      dependencies: Record<string, string>;
    };
    expect(manifest.name).toBe('my-shop');
    expect(manifest.dependencies['cdk8s-gitops']).toBe(`^${packageVersion()}`);
    expect(result).toMatchObject({
      files: FILES,
      url: 'https://git.example.com/my-shop.git',
      branch: 'main',
      dryRun: false,
      notes: [],
    });
    expect(result.changes.every(({ change }) => change === 'create')).toBe(true);
    for (const file of result.files) expect(text(directory, file)).not.toMatch(/(?<!\$)\{\{/);
  });

  test('its pipelines check the types, the output and what Argo CD would refuse', () => {
    const directory = temporaryFolder();

    initRepository({ directory, name: 'shop' });

    const commands = ['npx tsc --noEmit', 'npx gitops synth --check', 'npx gitops check'];
    const workflow = text(directory, '.github/workflows/gitops.yaml');
    for (const command of commands) expect(workflow).toContain(`      - run: ${command}\n`);
    expect(text(directory, 'README.md')).toContain(`script: [npm ci, ${commands.join(', ')}]`);
  });

  test('an empty clone is a good place', () => {
    const directory = temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main\n' });

    initRepository({ directory, name: 'shop' });

    expect(existsSync(join(directory, 'environments/index.ts'))).toBe(true);
  });

  test('beside files that are there nothing is overwritten: some get what they lack, others have ours beside them, and a second run changes nothing', () => {
    const own = {
      'package.json': '{\n    "name": "monorepo",\n    "type": "module",\n    "scripts": { "check": "eslint" }\n}\n',
      'tsconfig.json': '{ "include": ["src"] }\n',
      'README.md': '# Ours\n',
      '.gitignore': 'dist\nnode_modules',
      '.gitattributes': '* -text\n',
      '.github/workflows/gitops.yaml': 'name: other\n',
      'apps/other/index.ts': 'export {};\n',
    };
    const directory = temporaryFolder(own);

    const result = initRepository({ directory, name: 'shop' });

    expect(result.changes.filter(({ change }) => change !== 'create')).toEqual([
      { path: '.gitattributes', change: 'merge' },
      { path: '.gitignore', change: 'merge' },
      { path: 'README.gitops.md', change: 'beside' },
      { path: 'package.json', change: 'merge' },
    ]);
    expect(result.files).toEqual(
      expect.arrayContaining(['.github/workflows/gitops-shop.yaml', 'tsconfig.gitops.json']),
    );
    expect(result.notes).toEqual([
      expect.stringContaining("'tsconfig.json' stays as it is: 'tsconfig.gitops.json' checks apps/ and environments/"),
      expect.stringContaining("'README.md' stays as it is: 'README.gitops.md' says"),
      expect.stringContaining("keeps its script 'check': 'eslint'"),
    ]);
    for (const file of ['tsconfig.json', 'README.md', '.github/workflows/gitops.yaml', 'apps/other/index.ts'] as const)
      expect(text(directory, file)).toBe(own[file]);
    expect(text(directory, '.gitignore')).toBe('dist\nnode_modules\n*.log\n');
    expect(text(directory, '.gitattributes')).toBe('* -text\ngitops/** linguist-generated=true text eol=lf\n');
    expect(JSON.parse(text(directory, 'package.json'))).toMatchObject({
      name: 'monorepo',
      scripts: { check: 'eslint', synth: 'gitops synth' },
      dependencies: { 'cdk8s-gitops': `^${packageVersion()}` },
    });
    expect(text(directory, '.github/workflows/gitops-shop.yaml')).toContain(
      '- run: npx tsc --noEmit -p tsconfig.gitops.json\n',
    );

    const before = snapshot(directory);
    const again = initRepository({ directory, name: 'shop' });
    expect([again.files, snapshot(directory)]).toEqual([[], before]);
  });

  test.each([
    { case: 'a list', manifest: '[]' },
    { case: 'broken', manifest: '{ "name": ' },
  ])('a package.json that is $case stays as it is', ({ manifest }) => {
    const directory = temporaryFolder({ 'package.json': manifest });

    const { notes, files } = initRepository({ directory, name: 'shop' });

    expect(text(directory, 'package.json')).toBe(manifest);
    expect(files).toContain('package.gitops.json');
    expect(notes).toEqual([expect.stringContaining("take what 'package.gitops.json' has over into it")]);
  });

  test('a project of CommonJS stays one, and its tsconfig takes modules as it does', () => {
    const directory = temporaryFolder({
      'package.json': '{ "name": "legacy", "type": "commonjs", "workspaces": ["packages/*"] }',
    });

    initRepository({ directory, name: 'shop' });

    expect(JSON.parse(text(directory, 'package.json'))).toMatchObject({ type: 'commonjs', workspaces: ['packages/*'] });
    expect(text(directory, 'tsconfig.json')).not.toContain('verbatimModuleSyntax');
  });

  test.each(['pnpm-lock.yaml', 'yarn.lock', 'bun.lock'])('a package manager that is not npm is told: %s', (lock) => {
    const directory = temporaryFolder({ [lock]: '' });

    expect(initRepository({ directory, name: 'shop' }).notes).toEqual([
      expect.stringContaining(`there is a '${lock}'`),
    ]);
  });

  test('a dry run says the same and writes nothing', () => {
    const options = { directory: temporaryFolder({ 'package.json': '{}' }), name: 'shop' };

    const dry = initRepository({ ...options, dryRun: true });

    expect(snapshot(options.directory)).toEqual({ 'package.json': '{}' });
    expect(initRepository(options)).toEqual({ ...dry, dryRun: false });
    expect(initRepository({ ...options, directory: join(options.directory, 'new'), dryRun: true }).files).toEqual(
      FILES,
    );
    expect(existsSync(join(options.directory, 'new'))).toBe(false);
  });

  test.each<{ readonly case: string; readonly files: Readonly<Record<string, string>>; readonly named: string }>([
    {
      case: 'code of its own',
      files: { 'environments/index.ts': 'export {};\n', 'apps/guestbook/guestbook.ts': '' },
      named: 'apps/guestbook/guestbook.ts',
    },
    { case: 'a file where a folder should be', files: { apps: 'a file' }, named: 'apps/guestbook/guestbook.ts' },
    { case: 'a folder where a file should be', files: { 'README.md/x': '' }, named: 'README.md' },
  ])('$case is in the way, and nothing is written', ({ files, named }) => {
    const directory = temporaryFolder(files);
    const before = snapshot(directory);

    expect(() => initRepository({ directory, name: 'shop' })).toThrow(
      expect.objectContaining({ code: 'CLI_FOLDER_NOT_EMPTY', message: expect.stringContaining(`'${named}'`) }),
    );
    expect(snapshot(directory)).toEqual(before);
  });

  test('in a sub-folder, whose name has spaces: the workflow goes to the top and works there, the output is where Argo CD looks for it', () => {
    const top = temporaryFolder({ '.git/HEAD': '' });
    const directory = join(top, "the shop's/my deploy");
    const url = 'git@git.example.com:shop/mono.git';

    const result = initRepository({
      directory,
      name: 'shop',
      place: { top, prefix: "the shop's/my deploy", url, branch: 'release/1', notes: [] },
    });

    expect(result.files[0]).toBe('../../.github/workflows/gitops.yaml');
    expect(existsSync(join(directory, '.github'))).toBe(false);
    const workflow = text(top, '.github/workflows/gitops.yaml');
    const paths = "    paths: ['the shop''s/my deploy/**', '.github/workflows/gitops.yaml']\n";
    for (const part of [
      `  pull_request:\n${paths}`,
      `    branches: [release/1]\n${paths}`,
      "defaults:\n  run:\n    working-directory: 'the shop''s/my deploy'\n",
      "cache: npm, cache-dependency-path: '**/package-lock.json' }",
    ])
      expect(workflow).toContain(part);
    expect(text(directory, 'environments/index.ts')).toContain(
      `new Repository({ url: '${url}', branch: 'release/1', output: 'the shop\\'s/my deploy/gitops' });`,
    );
    expect(
      initRepository({
        directory,
        name: 'shop',
        place: { top, prefix: "the shop's/my deploy", url, branch: 'release/1', notes: [] },
      }).files,
    ).toEqual([]);
  });

  test('a name of any length is one of npm', () => {
    expect(
      initRepository({ directory: join(temporaryFolder(), 'a'), name: `${'x'.repeat(49)} ü-${'y'.repeat(300)}` }).name,
    ).toBe('x'.repeat(49));
  });

  testWithSmallDisk('a full disk is told as one, and nothing is left behind', () => {
    const directory = temporaryFolder({ 'package.json': '{}' });
    using disk = mountSmallDisk(directory);
    writeFileSync(join(directory, 'package.json'), '{}');
    disk.fill();
    const before = readdirSync(directory);

    for (const options of [
      { directory: join(directory, 'shop'), name: 'shop' },
      { directory, name: 'shop' },
    ] satisfies InitOptions[])
      expect(() => initRepository(options)).toThrow(
        expect.objectContaining({
          code: 'CLI_FILE_NOT_WRITABLE',
          message: expect.stringContaining('cannot be written: ENOSPC'),
        }),
      );
    expect(readdirSync(directory)).toEqual(before);
    expect(text(directory, 'package.json')).toBe('{}');
  });

  test('a folder that cannot be written to is told, and the merged files are as they were', () => {
    const directory = temporaryFolder({ '.gitignore': 'dist\n', 'package.json': '{}' });
    mkdirSync(join(directory, 'environments'));
    // Nobody may make a folder there, root neither.
    symlinkSync('/sys/kernel', join(directory, 'apps'));
    const before = [readdirSync(directory), text(directory, 'package.json'), text(directory, '.gitignore')];

    expect(() => initRepository({ directory, name: 'shop' })).toThrow(
      expect.objectContaining({
        code: 'CLI_FILE_NOT_WRITABLE',
        message: expect.stringMatching(/^'.*apps\/guestbook' cannot be written: E/),
      }),
    );
    expect([readdirSync(directory), text(directory, 'package.json'), text(directory, '.gitignore')]).toEqual(before);
  });

  test('a file that is merged keeps its mode', () => {
    const directory = temporaryFolder({ 'package.json': '{}' });
    chmodSync(join(directory, 'package.json'), 0o600);

    initRepository({ directory, name: 'shop' });

    expect(statSync(join(directory, 'package.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(directory, 'package.json.gitops-init'))).toBe(false);
    expect(text(directory, 'package.json')).toContain('cdk8s-gitops');
  });

  test('a file where the folder should be is refused', () => {
    const directory = join(temporaryFolder({ shop: 'a file' }), 'shop');

    expect(() => initRepository({ directory, name: 'shop' })).toThrow(
      expect.objectContaining({ code: 'CLI_FOLDER_NOT_EMPTY' }),
    );
    expect(readFileSync(directory, 'utf8')).toBe('a file');
  });
});

function text(directory: string, file: string): string {
  return readFileSync(join(directory, file), 'utf8');
}

/** Every file with its text. */
function snapshot(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(directory.length + 1),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}
