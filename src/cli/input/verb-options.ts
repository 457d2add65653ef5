import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { ClusterVerbOptions, PlanOptions, RunOptions } from '../../workflow/api/options.js';
import type { Cli } from '../cli.js';
import { packageVersion } from '../package-root.js';
import { accessOptions } from './access-options.js';
import { cacheDirectory } from './cache-directory.js';
import { generatorOptions } from './generator-options.js';
import type { ClusterOptions } from './options/cluster-options.js';
import type { LimitOptions } from './options/limits.js';
import { selectsNothing } from './options/selection.js';
import { outputOf } from './output-of.js';
import { readHealthRules } from './read-health-rules.js';
import { sourceOptions } from './source-options.js';

/**
 * The command line's options as every workflow verb takes them. Without a selection: everything, which only
 * reading commands may do.
 *
 * @param gone clusters that the access file may name although they left Git
 */
export async function clusterVerbOptions(
  cli: Cli,
  options: ClusterOptions,
  gone: readonly string[] = [],
): Promise<ClusterVerbOptions> {
  const { terminal, signal } = cli;
  const { directory, environment } = terminal;
  const given = <T, U>(value: T | undefined, use: (value: T) => U): U | Record<string, never> =>
    value === undefined ? {} : use(value);
  const repository = resolve(directory, options.repository);
  const { revision, worktree } = options;
  const outputDir = outputOf(options, directory);
  const access = await accessOptions(cli, options, gone);
  const healthRules =
    options.healthRules === undefined ? undefined : await readHealthRules(options.healthRules, directory);
  return {
    ...given(options.environment, (environments) => ({ environments })),
    ...given(options.application, (applications) => ({ applications })),
    ...given(options.cluster, (clusters) => ({ clusters })),
    all: options.all === true || selectsNothing(options),
    repository,
    ...given(outputDir, () => ({ outputDir })),
    ...given(revision, () => ({ revision })),
    worktree: worktree ?? false,
    cacheVersion: packageVersion(),
    cacheDirectory: cacheDirectory(environment),
    ...(await generatorOptions(directory, options, access.registry)),
    ...(await sourceOptions(terminal, options)),
    access,
    ...given(healthRules, (rules) => ({ healthRules: rules })),
    allowSharedCluster: options.allowSharedCluster ?? false,
    ...given(options.inventoryNamespace, (inventoryNamespace) => ({ inventoryNamespace })),
    signal,
  };
}

/** What `diff` and `sync` take beside that. */
export function planOptions(options: LimitOptions): Omit<PlanOptions, keyof ClusterVerbOptions> {
  const { prune, pruneProtected, pruneOrphaned, maxPrune, maxPrunePercent, allowEmpty, adopt, conflicts } = options;
  const { confirmPrune, impersonate, maxPruneApplications } = options;
  const { adoptOnly, takeover, conflictsFor, recreate } = options;
  const ownership = { adoptable: adoptOnly, takeover, conflictRules: conflictsFor, recreate };
  const { hooks, asArgocd: asArgoCd } = options;
  const limits = {
    prune,
    pruneProtected,
    pruneOrphaned,
    maxPrune,
    maxPrunePercent,
    maxPruneApplications,
    allowEmpty,
    confirmPrune,
  };
  return {
    ...limits,
    ...(impersonate === undefined ? {} : { impersonate }),
    adopt,
    conflicts,
    hooks,
    asArgoCd,
    ...ownership,
  };
}

/** Who runs it, for history and lock, and how long it may take. */
export function runOptions(
  { terminal }: Cli,
  options: {
    readonly timeout?: number;
    readonly wait?: boolean;
    readonly lockTimeout?: number;
    readonly retryLimit?: number;
    readonly logs?: boolean;
  },
): RunOptions {
  const { environment } = terminal;
  const first = (...names: readonly string[]) =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  const gitHub =
    first('GITHUB_RUN_ID') &&
    `${environment['GITHUB_SERVER_URL']}/${environment['GITHUB_REPOSITORY']}/actions/runs/${environment['GITHUB_RUN_ID']}`;
  const actor =
    first('GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_USER_ID', 'USER', 'LOGNAME', 'USERNAME') ?? localUser();
  const pipeline = gitHub || first('CI_PIPELINE_URL', 'BUILD_URL');
  return {
    actor,
    pipeline,
    ...(options.wait === false
      ? { timeoutMs: 0 }
      : options.timeout === undefined
        ? {}
        : { timeoutMs: options.timeout }),
    logs: options.logs,
    lockTimeoutMs: options.lockTimeout,
    retryLimit: options.retryLimit,
  };
}

/** A container's user may have no name. */
function localUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
