import { execFileSync } from 'node:child_process';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { commandUnderTest } from '../helpers/command-under-test.js';
import { gitops } from './project.js';

describe('the gitops process', () => {
  test('survives a reader that goes away', () => {
    const shell = `"${process.execPath}" "${commandUnderTest()}" --help | head -n 1; echo "\${PIPESTATUS[0]}"`;

    expect(execFileSync('bash', ['-c', shell], { encoding: 'utf8' })).toBe('Usage: gitops [options] [command]\n0\n');
  });

  test('fails when its output is lost, as on a full disk', () => {
    const shell = `"${process.execPath}" "${commandUnderTest()}" --help 2>&1 >/dev/full; echo "$?"`;

    expect(execFileSync('bash', ['-c', shell], { encoding: 'utf8' })).toMatch(
      /^error CLI_FILE_NOT_WRITABLE: standard output cannot be written: ENOSPC\n.*\n1\n$/,
    );
  });

  test('does not call nothing healthy when the command before the pipe failed', () => {
    const shell = `false | "${process.execPath}" "${commandUnderTest()}" health -f - 2>&1; echo "$?"`;

    expect(execFileSync('bash', ['-c', shell], { encoding: 'utf8' })).toMatch(
      /^error CLI_FILE_NOT_FOUND: standard input is empty\n.*\n1\n$/,
    );
  });

  test('ends with 64 for a command line that makes no sense', async () => {
    expect(await gitops(['snyc'], temporaryFolder())).toMatchObject({
      code: 64,
      out: '',
      err: expect.stringContaining("Did you mean 'sync'?"),
    });
  });

  test.each(['sync', 'rollback'])('%s wants to be told on what, and says what exists', async (command) => {
    const directory = temporaryFolder({ 'gitops/applications/prod/shop-prod.yaml': '', 'gitops/clusters/eu.yaml': '' });

    const { code, err } = await gitops([command], directory);

    expect(code).toBe(64);
    expect(err).toContain(`${command} needs a selection`);
    expect(err).toContain('environments: prod');
    expect(err).toContain('clusters: eu');
  });

  test('colours nothing behind a pipe, and what it is told to colour', async () => {
    expect((await gitops(['synth'], temporaryFolder())).err).toMatch(/^error CLI_/);
    expect((await gitops(['synth', '--color'], temporaryFolder())).err).toContain('\u001b[31merror\u001b[39m');
    expect((await gitops(['synth'], temporaryFolder(), { environment: { FORCE_COLOR: '1' } })).err).toContain(
      '\u001b[31m',
    );
    expect(
      (await gitops(['synth', '--no-color'], temporaryFolder(), { environment: { FORCE_COLOR: '1' } })).err,
    ).toMatch(/^error CLI_/);
  });

  test.each(['diff', 'sync', 'status', 'verify', 'history'])(
    '%s outside of Git is one clear error',
    async (command) => {
      const { code, err } = await gitops([command, '--all'], temporaryFolder());

      expect(code).toBe(1);
      expect(err).toMatch(/^error GIT_NO_REPOSITORY: /);
    },
  );
});
