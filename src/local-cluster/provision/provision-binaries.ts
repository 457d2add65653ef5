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
import { downloadComponent } from './download-component.js';
import { findAssets } from './find-assets.js';
import { goBuild } from './go-build.js';
import { type DownloadSites, OFFICIAL_SITES } from './official-files.js';
import { type ProvisionPlan, provisionPlan } from './provision-plan.js';

export interface ProvisionOptions extends Pick<LocalPaths, 'cacheDirectory' | 'assetsDirectory'> {
  /** Hash every cached file, whatever its size and time say. Default: false. */
  readonly verify?: boolean;
  /** Default: the official ones. */
  readonly sites?: DownloadSites;
  /** Make only these where they are missing; the paths of the others may name nothing yet. Default: all. */
  readonly components?: readonly Component['name'][];
  readonly onEvent?: LocalClusterListener;
  readonly signal?: AbortSignal;
}

/**
 * Finds or makes the binaries of the control plane: the user's own folder, the cache, official downloads, a
 * Go build; each component by itself, so that an interrupted run continues where it stopped.
 *
 * @throws GitopsError LOCAL_ASSETS_INVALID, LOCAL_GO_MISSING, LOCAL_BUILD_FAILED, LOCAL_STATE_UNUSABLE,
 * LOCAL_UNSUPPORTED, INTERRUPTED.
 */
export async function provisionBinaries(options: ProvisionOptions): Promise<Binaries> {
  const { onEvent, signal, assetsDirectory } = options;
  if (process.platform === 'win32') {
    throw new GitopsError('LOCAL_UNSUPPORTED', 'The local cluster runs on Linux and macOS', {
      hint: 'On Windows use it inside WSL 2.',
    });
  }
  const { assets, wanted, sources, cache } = stateOf(options);
  if (assetsDirectory !== undefined && wanted.length > 0) {
    const lacking = wanted.flatMap(({ binaries }) =>
      binaries.filter((name) => assets[name] === undefined).map((name) => BINARY_NAMES[name]),
    );
    onEvent?.({
      kind: 'note',
      message: `'${assetsDirectory}' has no ${lacking.join(', ')}: taken from the cache or made`,
    });
  }
  const missing = await missingComponents(wanted, cache, options);
  if (missing.length > 0) {
    const onWait = ({ pid }: { readonly pid: number }, seconds: number) =>
      onEvent?.({ kind: 'waiting', for: 'binaries', pid, seconds });
    await withFileLock(cache.lock, { onWait, signal }, async () => {
      const still = await missingComponents(missing, cache, options);
      const plan = provisionPlan(still, Date.now());
      for (const component of still) await make(component, cache, sources, plan, options);
    });
  }
  const path = (name: keyof Binaries) => assets[name] ?? join(cache.bin, BINARY_NAMES[name]);
  return {
    etcd: path('etcd'),
    apiServer: path('apiServer'),
    controllerManager: path('controllerManager'),
    scheduler: path('scheduler'),
    kubectl: path('kubectl'),
    kwok: path('kwok'),
  };
}

/**
 * Which components would have to be made: downloaded, or built with Go. Makes nothing.
 *
 * @throws GitopsError LOCAL_ASSETS_INVALID
 */
export async function missingBinaries(options: ProvisionOptions): Promise<readonly Component['name'][]> {
  const { wanted, cache } = stateOf(options);
  return (await missingComponents(wanted, cache, options)).map(({ name }) => name);
}

function stateOf({ assetsDirectory, cacheDirectory, components }: ProvisionOptions) {
  const assets = assetsDirectory === undefined ? {} : findAssets(assetsDirectory);
  const chosen = COMPONENTS.filter(({ name }) => components?.includes(name) ?? true);
  const wanted = chosen.filter(({ binaries }) => binaries.some((name) => assets[name] === undefined));
  const sources = controlPlaneSources();
  return { assets, wanted, sources, cache: binaryCache(cacheDirectory, sourcesKey(sources)) };
}

async function missingComponents(
  candidates: readonly Component[],
  cache: BinaryCache,
  options: ProvisionOptions,
): Promise<readonly Component[]> {
  const states = await Promise.all(candidates.map((component) => cache.holds(component, options.verify ?? false)));
  return candidates.filter((_, index) => !states[index]);
}

async function make(
  component: Component,
  cache: BinaryCache,
  sources: string,
  plan: ProvisionPlan,
  options: ProvisionOptions,
): Promise<void> {
  if (options.signal?.aborted) throw new GitopsError('INTERRUPTED', 'Interrupted while provisioning');
  if (cache.has(component))
    options.onEvent?.({ kind: 'note', message: `The cached ${component.name} is damaged and is made again` });
  const scratch = cache.scratch();
  try {
    const source =
      (await download(component, scratch, plan, options)) ?? (await build(component, scratch, sources, plan, options));
    await cache.add(component, join(scratch, 'bin'), source);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Where it came from; undefined when the official sites cannot help. */
async function download(
  component: Component,
  scratch: string,
  plan: ProvisionPlan,
  { sites = OFFICIAL_SITES, onEvent, signal }: ProvisionOptions,
): Promise<string | undefined> {
  const progress = reporter(component, 'download', plan, onEvent);
  const platform = { os: process.platform, architecture: process.arch === 'x64' ? 'amd64' : process.arch };
  try {
    await downloadComponent({
      component,
      sites,
      platform,
      outputDirectory: join(scratch, 'bin'),
      signal,
      onBytes: (done, total) => progress.step(done, total, 'bytes'),
    });
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'LOCAL_DOWNLOAD_FAILED') throw error;
    onEvent?.({
      kind: 'note',
      message: `No official download of ${component.name}: ${error.message}. Building it with Go`,
    });
    rmSync(join(scratch, 'bin'), { recursive: true, force: true });
    return undefined;
  }
  progress.end();
  return 'official download';
}

async function build(
  component: Component,
  scratch: string,
  sources: string,
  plan: ProvisionPlan,
  { onEvent, signal }: ProvisionOptions,
): Promise<string> {
  const progress = reporter(component, 'build', plan, onEvent);
  progress.step(0, 0, 'packages');
  await goBuild({
    component,
    sources,
    workDirectory: join(scratch, 'module'),
    outputDirectory: join(scratch, 'bin'),
    signal,
    onPackages: (done, total) => progress.step(done, total, 'packages'),
  });
  progress.end();
  return `go build of ${component.package}, ${component.version}`;
}

function reporter(
  component: Component,
  source: 'download' | 'build',
  plan: ProvisionPlan,
  onEvent: ProvisionOptions['onEvent'],
) {
  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1000;
  const about = { component: component.name, source };
  return {
    step: (done: number, total: number, unit: 'bytes' | 'packages') => {
      const { step, steps, secondsLeft } = plan.at(component.name, total === 0 ? 0 : done / total, Date.now());
      const left = source === 'build' ? { secondsLeft } : {};
      onEvent?.({ kind: 'provisioning', ...about, seconds: seconds(), done, total, unit, step, steps, ...left });
    },
    end: () => {
      const { step, steps } = plan.at(component.name, 1, Date.now());
      onEvent?.({ kind: 'provisioned', ...about, seconds: seconds(), step, steps });
    },
  };
}
