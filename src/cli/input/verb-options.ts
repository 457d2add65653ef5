import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { ClusterVerbOptions, RunOptions } from '../../workflow/api/options.js';
import type { Cli } from '../cli.js';
import { engineValues } from '../command/engine-values.js';
import type { CliOptions, EngineValuesOf } from '../command/option.js';
import { packageVersion } from '../package-root.js';
import { accessOptions } from './access-options.js';
import { argocdOptions } from './argocd-options.js';
import { cacheDirectory } from './cache-directory.js';
import { generatorOptions } from './generator-options.js';
import type { ClusterOptions } from './options/cluster-options.js';
import { outputOf } from './output-of.js';
import { readHealthRules } from './read-health-rules.js';
import { selectsNothing } from './selects-nothing.js';
import { sourceOptions } from './source-options.js';

/**
 * The command line's options as every workflow verb takes them: what it takes as it is, and what is read from
 * files, the environment and the project. Without a selection: everything, which only reading commands may
 * do.
 *
 * @param gone clusters that the access file may name although they left Git
 */
export async function clusterVerbOptions<Declared extends CliOptions>(
  cli: Cli,
  declared: Declared,
  options: ClusterOptions,
  gone: readonly string[] = [],
): Promise<ClusterVerbOptions & EngineValuesOf<Declared>> {
  const { terminal, signal } = cli;
  const { directory, environment } = terminal;
  const outputDir = outputOf(options, directory);
  const access = await accessOptions(cli, options, gone);
  const { healthRules } = options;
  return {
    ...engineValues(declared, options),
    all: options.all === true || selectsNothing(options),
    repository: resolve(directory, options.repository),
    outputDir,
    cacheVersion: packageVersion(),
    cacheDirectory: cacheDirectory(environment),
    ...(await generatorOptions(directory, options, access.registry)),
    ...(await argocdOptions(directory, options, access.registry)),
    ...(await sourceOptions(terminal, options)),
    access,
    healthRules: healthRules === undefined ? undefined : await readHealthRules(healthRules, directory),
    signal,
  };
}

/** Who runs it, for history and lock, and that nothing is waited for. */
export function runOptions({ terminal }: Cli, wait = true): RunOptions {
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
    ...(wait ? {} : { timeoutMs: 0 }),
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
