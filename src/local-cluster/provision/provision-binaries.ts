import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { LocalClusterListener } from '../events.js';
import { withFileLock } from '../file-lock.js';
import type { LocalPaths } from '../paths.js';
import { BINARY_NAMES, type Binaries } from './binaries.js';
import { type BinaryCache, binaryCache } from './binary-cache.js';
import { COMPONENTS, type Component } from './components.js';
import { controlPlaneSources, sourcesKey } from './control-plane-sources.js';
import { goBuild } from './go-build.js';

export interface ProvisionOptions extends Pick<LocalPaths, 'cacheDirectory' | 'assetsDirectory'> {
  /** Hash every cached file, whatever its size and time say. Default: false. */
  readonly verify?: boolean;
  readonly onEvent?: LocalClusterListener;
  readonly signal?: AbortSignal;
}

/**
 * Finds or makes the binaries of the control plane: the user's own folder, the cache, official downloads, a Go build; each component by itself, so that an
 * interrupted run goes on where it stopped.
 *
 * @throws GitopsError LOCAL_GO_MISSING, LOCAL_BUILD_FAILED, LOCAL_STATE_UNUSABLE, INTERRUPTED.
 */
export async function provisionBinaries(options: ProvisionOptions): Promise<Binaries> {
  const sources = controlPlaneSources();
  const cache = binaryCache(options.cacheDirectory, sourcesKey(sources));
  const missing = await missingComponents(COMPONENTS, cache, options);
  if (missing.length > 0) {
    const onWait = ({ pid }: { readonly pid: number }, seconds: number) => options.onEvent?.({ kind: 'waiting', for: 'binaries', pid, seconds });
    await withFileLock(cache.lock, { onWait, signal: options.signal }, async () => {
      for (const component of await missingComponents(missing, cache, options)) await make(component, cache, sources, options);
    });
  }
  const path = (name: keyof Binaries) => join(cache.bin, BINARY_NAMES[name]);
  return {
    etcd: path('etcd'),
    apiServer: path('apiServer'),
    controllerManager: path('controllerManager'),
    scheduler: path('scheduler'),
    kubectl: path('kubectl'),
    kwok: path('kwok'),
  };
}

async function missingComponents(
  candidates: readonly Component[],
  cache: BinaryCache,
  { verify = false, onEvent }: ProvisionOptions,
): Promise<readonly Component[]> {
  const states = await Promise.all(candidates.map((component) => cache.holds(component, verify)));
  for (const [index, component] of candidates.entries()) {
    if (states[index] === 'damaged') onEvent?.({ kind: 'note', message: `The cached ${component.name} is damaged and is made again` });
  }
  return candidates.filter((_, index) => states[index] !== 'yes');
}

async function make(component: Component, cache: BinaryCache, sources: string, { onEvent, signal }: ProvisionOptions): Promise<void> {
  if (signal?.aborted) throw new GitopsError('INTERRUPTED', 'Interrupted while provisioning');
  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1000;
  const scratch = cache.scratch();
  onEvent?.({ kind: 'provisioning', component: component.name, source: 'build', seconds: 0 });
  await goBuild({
    component,
    sources,
    workDirectory: join(scratch, 'module'),
    outputDirectory: join(scratch, 'bin'),
    signal,
    onPackages: (done, total) =>
      onEvent?.({ kind: 'provisioning', component: component.name, source: 'build', seconds: seconds(), done, total, unit: 'packages' }),
  });
  await cache.add(component, join(scratch, 'bin'), `go build of ${component.package}@${component.version}`);
  rmSync(scratch, { recursive: true, force: true });
  onEvent?.({ kind: 'provisioned', component: component.name, source: 'build', seconds: seconds() });
}
