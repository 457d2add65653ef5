import { homedir } from 'node:os';
import { interruptedBy, runChild } from './run-child.mjs';
import { ToolFailure } from './tool-failure.mjs';

/**
 * Whatever the user's own settings are: modules, only what go.sum names, no C compiler, this platform, and no
 * other Go than the one on PATH unless GOTOOLCHAIN asks for it.
 */
function settingsOf(environment) {
  const { GOOS: _os, GOARCH: _architecture, ...rest } = environment;
  return {
    ...rest,
    HOME: environment.HOME || homedir(),
    GO111MODULE: 'on',
    GOFLAGS: '-mod=readonly',
    GOWORK: 'off',
    CGO_ENABLED: '0',
    GOTOOLCHAIN: environment.GOTOOLCHAIN || 'local',
  };
}

/**
 * What a Go command prints. Needs the npm packages when it fails.
 *
 * @throws ToolFailure that says why in one sentence, and what to do
 */
export async function runGo(words, { cwd, settings = {}, onLine } = {}) {
  const { code, stdout, stderr } = await runChild('go', words, {
    cwd,
    env: { ...settingsOf(process.env), ...settings },
    onLine,
  });
  if (code === 0) return stdout;
  if (interruptedBy() !== undefined)
    throw new ToolFailure(`Stopped by ${interruptedBy()}`, 'Run the command again: what was finished is kept.');
  const { tsImport } = await import('tsx/esm/api');
  const { explainGoFailure } = await tsImport('../src/local-cluster/provision/explain-go-failure.ts', import.meta.url);
  const folders = await runChild('go', ['env', 'GOCACHE', 'GOMODCACHE'], { cwd, env: settingsOf(process.env) });
  const { message, hint } = explainGoFailure(
    words[0],
    code,
    [...stderr.split('\n'), ...stdout.split('\n')],
    folders.stdout.split('\n'),
  );
  throw new ToolFailure(message, hint);
}
