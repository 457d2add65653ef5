import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GitopsError } from '../../errors.js';
import { identifyProcess } from '../../host/process-identity.js';
import { BINARY_NAMES } from './binaries.js';
import type { Component } from './components.js';

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

/** In the work folder: the leader of the process group that builds, so that a later run can end it when this one was killed. */
export const BUILDER_FILE = '.builder.json';

/** Whatever the user's own settings are: no C compiler, this platform, only what go.sum names. */
const SETTINGS = ['-u', 'GOOS', '-u', 'GOARCH', '-u', 'GOFLAGS', 'CGO_ENABLED=0', 'GOWORK=off'];

/**
 * Builds one component from its committed module with the user's Go.
 *
 * @throws GitopsError LOCAL_BUILD_FAILED with the compiler's last lines; LOCAL_GO_MISSING; INTERRUPTED.
 */
export async function goBuild(options: GoBuildOptions): Promise<void> {
  const { component, sources, workDirectory, outputDirectory, onPackages, signal } = options;
  mkdirSync(workDirectory, { recursive: true });
  mkdirSync(outputDirectory, { recursive: true });
  const module = join(sources, component.module);
  for (const file of readdirSync(module)) {
    copyFileSync(join(module, file), join(workDirectory, file));
    chmodSync(join(workDirectory, file), 0o644);
  }
  let total = 0;
  const flags = ['-mod=readonly', ...component.buildFlags.filter((flag) => flag.startsWith('-tags'))];
  await go(['list', ...flags, '-deps', component.package], { workDirectory, signal, onOutput: () => onPackages(0, ++total) });
  const single = component.binaries.length === 1 ? BINARY_NAMES[component.binaries[0]!] : component.name;
  let built = 0;
  await go(
    ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-v', ...component.buildFlags, '-o', join(outputDirectory, single), component.package],
    {
      workDirectory,
      signal,
      onError: (line) => {
        if (!line.startsWith('go: ')) onPackages(++built, total);
      },
    },
  );
  if (component.binaries.length > 1) for (const name of component.binaries) symlinkSync(single, join(outputDirectory, BINARY_NAMES[name]));
}

interface GoOptions {
  readonly workDirectory: string;
  readonly signal: AbortSignal | undefined;
  readonly onOutput?: (line: string) => void;
  readonly onError?: (line: string) => void;
}

/** `env` adds to the inherited environment, which the library does not read. */
function go(words: readonly string[], { workDirectory, signal, onOutput, onError }: GoOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new GitopsError('INTERRUPTED', 'Interrupted while building'));
    const child = spawn('env', [...SETTINGS, 'go', ...words], { cwd: workDirectory, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const builder = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (builder !== undefined) writeFileSync(join(workDirectory, BUILDER_FILE), JSON.stringify(builder));
    const stop = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    const last: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => onOutput?.(line));
    createInterface({ input: child.stderr }).on('line', (line) => {
      last.push(line);
      if (last.length > 12) last.shift();
      onError?.(line);
    });
    child.on('error', (cause) => reject(new GitopsError('LOCAL_GO_MISSING', "Cannot run 'go'", { hint: GO_HINT, cause })));
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(new GitopsError('INTERRUPTED', 'Interrupted while building'));
      else if (code === 127) reject(new GitopsError('LOCAL_GO_MISSING', "The command 'go' is not on the PATH", { hint: GO_HINT }));
      else if (code === 0) resolve();
      else
        reject(
          new GitopsError('LOCAL_BUILD_FAILED', `'go ${words[0]}' failed: ${last.join(' | ')}`, {
            hint: 'Check that Go is 1.26 or newer and that GOPROXY answers.',
            data: { lines: last },
          }),
        );
    });
  });
}

const GO_HINT =
  'Install Go 1.26 or newer, or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kwok.';
