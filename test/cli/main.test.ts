import { main } from '../../src/cli/main.js';
import { packageVersion } from '../../src/cli/package-root.js';
import { outputSchema, validDocuments } from '../e2e/output-schema.js';
import { captureTerminal } from './capture-terminal.js';
import { temporaryFolder } from './temporary-folder.js';

async function gitops(...argv: readonly string[]) {
  const captured = captureTerminal({ directory: temporaryFolder() });
  const code = await main(argv, captured.terminal, new AbortController().signal);
  return { code, out: captured.out(), err: captured.err() };
}

describe('gitops', () => {
  test('without arguments prints the help', async () => {
    const { code, out, err } = await gitops();

    expect(out).toContain('Usage: gitops');
    expect(out).toContain('Exit codes:');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test.each([['--version'], ['-V']])('%s prints the version alone', async (option) => {
    expect(await gitops(option)).toEqual({ code: 0, out: `${packageVersion()}\n`, err: '' });
  });

  test.each([
    { argv: ['snyc'], message: "unknown command 'snyc'", hint: "Did you mean 'sync'?" },
    { argv: ['snyc', '--help'], message: "unknown command 'snyc'", hint: "Did you mean 'sync'?" },
    { argv: ['help', 'snyc'], message: "unknown command 'snyc'", hint: "Did you mean 'sync'?" },
    { argv: ['local', 'dwon'], message: "unknown command 'dwon'", hint: "Did you mean 'down'?" },
    { argv: ['help', 'local', 'dwon'], message: "unknown command 'dwon'", hint: "Did you mean 'down'?" },
    {
      argv: ['local'],
      message: "'gitops local' needs a command",
      hint: 'There are: up, down, status, list, kubeconfig.',
    },
    { argv: ['sync', '--zzz'], message: "unknown option '--zzz'", hint: "Run 'gitops sync --help --all'" },
    {
      argv: ['sync', '--retrylimit', '3'],
      message: "unknown option '--retrylimit'",
      hint: "Did you mean '--retry-limit'?",
    },
    {
      argv: ['sync', '--enviroment', 'dev'],
      message: "unknown option '--enviroment'",
      hint: "Did you mean '--environment'?",
    },
    { argv: ['sync', '--timeout', 'soon', '--all'], message: "'soon' is invalid", hint: '' },
    { argv: ['status', '--output', 'yaml'], message: 'Allowed choices are text, wide, json', hint: '' },
    { argv: ['plan', '-o', 'wide'], message: "'wide' is invalid. A format is given by --output", hint: '' },
    { argv: ['sync', '--environment'], message: 'argument missing', hint: '' },
    { argv: ['completion', 'tcsh'], message: 'Allowed choices are bash, zsh, fish', hint: '' },
    {
      argv: ['sync', '--all', '--adopt-only', 'a/b/c/d'],
      message: "'a/b/c/d' is not an object. Write KIND/NAME",
      hint: '',
    },
    {
      argv: ['sync', '--all', '--worktree', '--revision', 'HEAD'],
      message: "'--worktree' cannot be used with option '-r, --revision",
      hint: '',
    },
    { argv: ['init', 'a', 'b'], message: 'too many arguments', hint: '' },
  ])('$argv is a usage error', async ({ argv, message, hint }) => {
    const { code, out, err } = await gitops(...argv);

    expect(code).toBe(64);
    expect(out).toBe('');
    expect(err).toMatch(/^error CLI_USAGE: /);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  test.each([['--output', 'json'], ['--output=json'], ['-o', 'json'], ['-ojson']])(
    '%s %s prints errors as a document too',
    async (...option) => {
      const { code, out, err } = await gitops('synth', ...option.filter((word) => word !== undefined));

      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        apiVersion: 'cdk8s-gitops.io/v1',
        kind: 'Error',
        problems: [{ code: 'CLI_FILE_NOT_FOUND' }],
      });
      expect(err).toContain("There is no file 'environments/index.ts'");
    },
  );

  test('init prints what it made and what comes next', async () => {
    const { code, out } = await gitops('init', 'shop');

    expect(code).toBe(0);
    expect(out).toContain('created environments/index.ts\n');
    expect(out).toContain('Next:\n  cd shop\n  npm install\n');
  });

  test('init quotes a folder that a shell would take apart', async () => {
    expect((await gitops('init', "it's mine")).out).toContain("Next:\n  cd 'it'\\''s mine'\n");
  });

  test('init in a used folder changes nothing', async () => {
    const directory = temporaryFolder({ 'environments/index.ts': 'mine' });
    const captured = captureTerminal({ directory });

    expect(await main(['init'], captured.terminal, new AbortController().signal)).toBe(1);
    expect(captured.err()).toContain('error CLI_FOLDER_NOT_EMPTY');
  });

  test('version as JSON', async () => {
    const { out } = await gitops('version', '--output=json');

    expect(validDocuments(out, outputSchema())).toEqual([
      { apiVersion: 'cdk8s-gitops.io/v1', kind: 'Version', gitops: packageVersion(), node: process.versions.node },
    ]);
  });

  test('init as JSON', async () => {
    const { out } = await gitops('init', 'shop', '--dry-run', '--output=json');

    expect(validDocuments(out, outputSchema())).toMatchObject([{ kind: 'InitResult', name: 'shop', dryRun: true }]);
  });

  test('completion prints a script of the shell', async () => {
    expect((await gitops('completion', 'bash')).out).toContain('complete -o default -F _gitops gitops');
    expect((await gitops('completion', 'zsh')).out).toMatch(/^#compdef gitops/);
    expect((await gitops('completion', 'fish')).out).toContain('complete -c gitops');
  });

  test('completes without a word on standard error', async () => {
    expect(await gitops('__complete', '--', 'st')).toEqual({ code: 0, out: 'status\n', err: '' });
  });
});
