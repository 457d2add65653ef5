import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

export interface ChildProgram extends Disposable {
  /** Runs it to its end with these arguments. */
  run(
    argumentsOfChild: readonly string[],
    options?: Pick<SpawnSyncOptions, 'uid' | 'gid'>,
  ): { readonly stdout: string; readonly stderr: string; readonly signal: NodeJS.Signals | null };
}

/**
 * A TypeScript file of the tests as a program of its own, bundled once: tests that kill it many times do not
 * compile it each time.
 *
 * @param links what it finds beside itself, by name: files and folders of the project
 */
export function childProgram(source: string, links: Readonly<Record<string, string>> = {}): ChildProgram {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-test-'));
  const program = join(folder, 'child.mjs');
  buildSync({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
  spawnSync('chmod', ['-R', 'a+rX', folder]); // for tests that run it as another user
  return {
    run: (argumentsOfChild, options = {}) => {
      const { stdout, stderr, signal } = spawnSync(process.execPath, [program, ...argumentsOfChild], {
        encoding: 'utf8',
        ...options,
      });
      return { stdout: String(stdout), stderr: String(stderr), signal };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
