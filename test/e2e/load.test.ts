import { temporaryFolder } from '../cli/temporary-folder.js';
import { gitops, linkPackage, writeFiles } from './project.js';

const REPOSITORY = "import { Repository } from 'cdk8s-gitops';\n";

interface Broken {
  readonly case: string;
  readonly files: Readonly<Record<string, string>>;
  readonly text: readonly string[];
}

/** Runs synth in a project with these files. */
async function synth(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const directory = temporaryFolder({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }',
  });
  writeFiles(directory, files);
  linkPackage(directory);
  return gitops(['synth', ...argv], directory);
}

describe('gitops synth loads TypeScript', () => {
  test.each([
    {
      case: 'no file',
      files: {},
      text: ["error CLI_FILE_NOT_FOUND: There is no file 'environments/index.ts'", '--app'],
    },
    {
      case: 'a syntax error',
      files: { 'environments/index.ts': 'export const a = 1;\nexport const b = {,};\n' },
      text: ["error CLI_LOAD_FAILED: 'environments/index.ts' is not valid TypeScript", 'at   environments/index.ts:2:'],
    },
    {
      case: 'an exception in a file that is imported',
      files: {
        'environments/index.ts': "import '../apps/shop.js';\n",
        'apps/shop.ts':
          'interface Props { readonly a: string }\n\n\nfunction boom(props?: Props): string {\n  return props!.a;\n}\nboom();\n',
      },
      text: [
        "error CLI_LOAD_FAILED: 'environments/index.ts' failed: TypeError: Cannot read properties of undefined",
        'at   apps/shop.ts:5:',
      ],
    },
    {
      case: 'an import of nothing',
      files: { 'environments/index.ts': "import { shop } from '../apps/shop.js';\nexport default shop;\n" },
      text: ["There is no module 'apps/shop.js', which 'environments/index.ts' imports"],
    },
    {
      case: 'a package that is not installed',
      files: { 'environments/index.ts': "import 'not-installed';\n" },
      text: ["There is no package 'not-installed'", 'hint Install it: npm install not-installed'],
    },
    {
      case: 'a name that is not exported',
      files: {
        'environments/index.ts': "import { missing } from './other.js';\nexport default missing;\n",
        'environments/other.ts': 'export const there = 1;\n',
      },
      text: ["does not provide an export named 'missing'", 'at   environments/index.ts:1'],
    },
    {
      case: 'a top-level await without end',
      files: {
        'environments/index.ts': `${REPOSITORY}await new Promise(() => undefined);\nexport default new Repository({ url: 'https://x/y' });\n`,
      },
      text: ["error CLI_LOAD_FAILED: 'environments/index.ts' never finishes"],
    },
    {
      case: 'code that ends the process',
      files: { 'environments/index.ts': "import process from 'node:process';\nprocess.exit(0);\n" },
      text: ["'environments/index.ts' ends the process: process.exit(0)", 'at   environments/index.ts:2:'],
    },
    {
      case: 'a promise that nobody awaits',
      files: {
        'environments/index.ts': `${REPOSITORY}export default new Repository({ url: 'https://x/y' });\nvoid Promise.reject(new TypeError('later'));\nawait new Promise((done) => setTimeout(done, 50));\n`,
      },
      text: [
        "'environments/index.ts' failed, and nothing caught it: TypeError: later",
        'at   environments/index.ts:3:',
      ],
    },
    {
      case: 'no Repository',
      files: { 'environments/index.ts': 'export const shop = 1;\n' },
      text: [
        "error CLI_NO_REPOSITORY: 'environments/index.ts' exports no Repository (it exports 'shop')",
        "'export default repository;'",
      ],
    },
    {
      case: 'two Repositories',
      files: {
        'environments/index.ts': `${REPOSITORY}const props = { url: 'https://git.example.com/a.git' };\nexport const one = new Repository(props);\nexport const two = new Repository(props);\n`,
      },
      text: ["exports 2 Repositories: 'one' and 'two'"],
    },
  ] as readonly Broken[])('$case is one clear error', async ({ files, text }) => {
    const { code, out, err } = await synth(files);

    for (const part of text) expect(err).toContain(part);
    expect(err).not.toContain('    at ');
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  test.each(['--include-sources', '--message=x'])(
    '%s without --commit is refused: it would do nothing',
    async (option) => {
      const { code, err } = await synth({}, option);

      expect({ code, err }).toEqual({
        code: 64,
        err: expect.stringContaining(`error CLI_USAGE: '${option.split('=')[0]}' needs '--commit'`),
      });
    },
  );

  test('the same Repository by two names is one', async () => {
    const { code, err } = await synth(
      {
        'deploy.ts': `${REPOSITORY}export const repository = new Repository({ url: 'https://git.example.com/a.git' });\nexport default repository;\n`,
      },
      '--app',
      'deploy.ts',
    );

    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('a CommonJS project works', async () => {
    const { code, err } = await synth({
      'package.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "module": "commonjs", "esModuleInterop": true } }',
      'environments/index.ts': `${REPOSITORY}export default new Repository({ url: 'https://git.example.com/a.git' });\n`,
    });

    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('paths of tsconfig.json are followed', async () => {
    const { code, err } = await synth({
      'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "paths": { "@shop/*": ["./apps/*"] } } }',
      'apps/name.ts': "export const url = 'https://git.example.com/a.git';\n",
      'environments/index.ts': `${REPOSITORY}import { url } from '@shop/name';\nexport default new Repository({ url });\n`,
    });

    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('--debug shows the stack', async () => {
    const { err } = await synth({ 'environments/index.ts': "throw new Error('boom');\n" }, '--debug');

    expect(err).toContain('caused by Error: boom');
  });
});
