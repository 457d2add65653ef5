import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GitopsError } from '../../errors.js';
import { identifyProcess } from '../../host/process-identity.js';
import { BINARY_NAMES } from './binaries.js';
import type { Component } from './components.js';
import { explainGoFailure } from './explain-go-failure.js';

export interface GoBuildOptions {
  readonly component: Component;
  /** `tools/control-plane`. */
  readonly sources: string;
  /** An empty folder for the module's copy. */
  readonly workDirectory: string;
  /** Where the binaries go. */
  readonly outputDirectory: string;
  readonly onPackages: (built: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * In the work folder: the leader of the process group that builds, so that a later run can end it when this
 * one was killed.
 */
export const BUILDER_FILE = '.builder.json';

/** In the work folder: what Go makes on the way, so that it goes with the folder also when Go was killed. */
const TEMPORARY = '.tmp';

/** The messages of Go to keep: the reason of a failure may come before others that follow from it. */
const KEPT_LINES = 50;

/**
 * Whatever the user's own settings are: modules, no C compiler, this platform, only what go.sum names, and no
 * other Go than the one on the PATH unless GOTOOLCHAIN asks for it. The shell adds to the inherited
 * environment, which the library does not read. `$0` is the home folder of the account, `$1` the folder for
 * what Go makes on the way.
 */
const RUN_GO = `
  HOME=\${HOME:-$0} GOTMPDIR=$1 GOTOOLCHAIN=\${GOTOOLCHAIN:-local} GO111MODULE=on CGO_ENABLED=0 GOWORK=off GOFLAGS=-mod=readonly
  export HOME GOTMPDIR GOTOOLCHAIN GO111MODULE CGO_ENABLED GOWORK GOFLAGS
  unset GOOS GOARCH
  shift
  exec go "$@"`;

/**
 * Builds one component from its committed module with the user's Go.
 *
 * @throws GitopsError LOCAL_BUILD_FAILED with the compiler's last lines; LOCAL_GO_MISSING when there is no Go
 * or one that is too old; LOCAL_STATE_UNUSABLE when the disk is full or Go's caches cannot be written;
 * INTERRUPTED.
 */
export async function goBuild(options: GoBuildOptions): Promise<void> {
  const { component, sources, workDirectory, outputDirectory, onPackages, signal } = options;
  mkdirSync(join(workDirectory, TEMPORARY), { recursive: true });
  mkdirSync(outputDirectory, { recursive: true });
  const module = join(sources, component.module);
  for (const file of readdirSync(module)) {
    copyFileSync(join(module, file), join(workDirectory, file));
    chmodSync(join(workDirectory, file), 0o644);
  }
  let total = 0;
  const flags = component.buildFlags.filter((flag) => flag.startsWith('-tags'));
  await go(['list', ...flags, '-deps', component.package], {
    workDirectory,
    signal,
    onOutput: () => onPackages(0, ++total),
  });
  const single = component.binaries.length === 1 ? BINARY_NAMES[component.binaries[0]!] : component.name;
  let built = 0;
  await go(
    [
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-v',
      ...component.buildFlags,
      '-o',
      join(outputDirectory, single),
      component.package,
    ],
    {
      workDirectory,
      signal,
      onError: (line) => {
        if (!line.startsWith('go: ')) onPackages(++built, total);
      },
    },
  );
  if (component.binaries.length > 1)
    for (const name of component.binaries) symlinkSync(single, join(outputDirectory, BINARY_NAMES[name]));
}

interface GoOptions {
  readonly workDirectory: string;
  readonly signal: AbortSignal | undefined;
  readonly onOutput?: (line: string) => unknown;
  readonly onError?: (line: string) => void;
}

function runGo(words: readonly string[], { workDirectory, signal, onOutput, onError }: GoOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new GitopsError('INTERRUPTED', 'Interrupted while building'));
    const shell = ['-c', RUN_GO, homedir(), join(workDirectory, TEMPORARY), ...words];
    const child = spawn('/bin/sh', shell, { cwd: workDirectory, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const builder = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (builder !== undefined) writeFileSync(join(workDirectory, BUILDER_FILE), JSON.stringify(builder));
    const stop = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    const last: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => onOutput?.(line));
    createInterface({ input: child.stderr }).on('line', (line) => {
      last.push(line);
      if (last.length > KEPT_LINES) last.shift();
      onError?.(line);
    });
    child.on('error', (cause) => reject(new GoFailed(null, [String(cause)])));
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(new GitopsError('INTERRUPTED', 'Interrupted while building'));
      else if (code === 0) resolve();
      else reject(new GoFailed(code, last));
    });
  });
}

/** Runs Go and explains its failure. */
async function go(words: readonly string[], options: GoOptions): Promise<void> {
  try {
    await runGo(words, options);
  } catch (error) {
    if (!(error instanceof GoFailed)) throw error;
    const folders: string[] = [];
    const asked = { ...options, onOutput: (line: string) => folders.push(line), onError: undefined };
    // Go has reported it already
    await runGo(['env', 'GOCACHE', 'GOMODCACHE', 'GOTMPDIR'], asked).catch(() => undefined);
    const { code, message, hint } = explainGoFailure(words[0] ?? '', error.exit, error.lines, folders);
    throw new GitopsError(code, message, { hint, data: { lines: error.lines.slice(-12) } });
  }
}

class GoFailed extends Error {
  constructor(
    readonly exit: number | null,
    readonly lines: readonly string[],
  ) {
    super('go failed');
  }
}
