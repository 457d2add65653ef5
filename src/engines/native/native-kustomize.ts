import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import { createContentCache, NO_CACHE } from '../../host/content-cache.js';
import { withTemporaryFolder } from '../../host/with-temporary-folder.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { readDocuments } from '../../manifest/read-documents.js';
import { readManifests } from '../../manifest/read-manifests.js';
import type { PlaceOf } from '../../manifest/text-place.js';
import { binaryInputs } from '../kustomize/binary-inputs.js';
import { findKustomizationFile, inputFinder } from '../kustomize/build-inputs.js';
import { explainFailure } from '../kustomize/explain-failure.js';
import type { BuildFlags, BuildRequest, Kustomize } from '../kustomize/kustomize.js';
import { limitConcurrency } from './limit-concurrency.js';
import { runEngine } from './run-engine.js';

export interface NativeKustomizeOptions {
  /** The command. Default: `kustomize`, on PATH. */
  readonly command?: string;
  /**
   * The folder in which results are kept between runs. All processes share it. Default: results are not kept.
   */
  readonly cacheDirectory?: string;
  /**
   * The command that renders the charts of kustomizations, where their flags allow it. Default: `helm`, on
   * PATH.
   */
  readonly helm?: string;
  /**
   * The limit of one build, in milliseconds of processor time. Default: 60,000. By the clock it ends at 20
   * times that and not before 10 minutes, and when it does nothing for so long.
   */
  readonly timeoutMs?: number | undefined;
  /** The hint for a build that exceeds the limit. Default: to run it by hand. */
  readonly timeoutHint?: string;
}

const VERSION_TIMEOUT_MS = 30_000;

/**
 * The `kustomize` command of this machine, one process for each build. It sees only the files that the build
 * can read, and no configuration or credentials. Unlike the built-in engine it may use the network.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export async function createNativeKustomize(options: NativeKustomizeOptions = {}): Promise<Kustomize> {
  const { command = 'kustomize', helm = 'helm', timeoutMs = 60_000, timeoutHint } = options;
  const version = await versionOf(command);
  const cache =
    options.cacheDirectory === undefined
      ? NO_CACHE
      : createContentCache(join(options.cacheDirectory, 'kustomize-native'));
  const limit = limitConcurrency();
  const keyOf = (request: BuildRequest): string => {
    const { files, directory, flags = {} } = request;
    const inputs = inputFinder(files)(directory);
    const hash = createHash('sha256').update(`${version}\0${directory}\0${JSON.stringify(flags)}\0${inputs.digest}`);
    for (const [path, content] of binaryInputs(request, inputs))
      hash.update(`\0${path}\0${content.length}\0`).update(content);
    return hash.digest('hex');
  };
  let started = 0;

  const output = async (request: BuildRequest): Promise<string> => {
    const { files, directory, flags = {}, charts } = request;
    if (findKustomizationFile(files, directory) === undefined)
      throw explainFailure('it has no kustomization file', directory);
    // Charts may be random.
    const results = flags.enableHelm === true ? NO_CACHE : cache;
    const known = await results.get(keyOf(request));
    if (known !== undefined) return known;
    const paths = inputFinder(files)(directory).paths.map((path) => [path, files.get(path) ?? ''] as const);
    started++;
    const binaries =
      flags.enableHelm === true && charts !== undefined
        ? charts.binaries
        : binaryInputs(request, inputFinder(files)(directory));
    const built = await withTemporaryFolder('engine', [...paths, ...binaries], (folder) =>
      limit(() =>
        runEngine({
          command,
          args: ['build', ...argumentsOf(flags, helm), '--', join(folder, directory)],
          environment: { HOME: folder },
          timeoutMs,
          timeoutHint,
          what: `'${directory}'`,
        }),
      ).then((answer) => ({ ...answer, stderr: answer.stderr.replaceAll(`${folder}/`, '').replaceAll(folder, '.') })),
    );
    if (built.code !== 0)
      throw explainFailure(
        built.stderr.replace(/^Error: /, ''),
        directory,
        paths.map(([, text]) => text),
      );
    await results.set(keyOf(request), built.stdout);
    return built.stdout;
  };
  const build = async (request: BuildRequest): Promise<KubeObject[]> => {
    const { directory } = request;
    const place: PlaceOf = () => ({
      called: `what kustomize prints for '${directory}'`,
      source: { file: directory },
      hint: 'Correct what it builds.',
    });
    const { objects, problems } = readManifests(readDocuments(await output(request), place), place);
    GitopsError.throwAll(problems);
    return [...objects];
  };

  return {
    version,
    cache,
    get enginesStarted() {
      return started;
    },
    build: (files, directory) => build({ files, directory }),
    buildMany: (requests) =>
      Promise.all(
        requests.map((request) =>
          build(request).catch((error: unknown) => {
            if (GitopsError.is(error)) return error;
            throw error;
          }),
        ),
      ),
    digests: (requests) => requests.map(keyOf),
    close: () => cache.prune(),
  };
}

function argumentsOf(flags: BuildFlags, helm: string): readonly string[] {
  const { enableHelm, helmApiVersions = [], helmKubeVersion, loadRestrictor, reorder, enableManagedbyLabel } = flags;
  return [
    ...(enableHelm === true ? ['--enable-helm', '--helm-command', helm] : []),
    ...helmApiVersions.flatMap((version) => ['--helm-api-versions', version]),
    ...(helmKubeVersion === undefined ? [] : ['--helm-kube-version', helmKubeVersion]),
    ...(loadRestrictor === undefined ? [] : ['--load-restrictor', loadRestrictor]),
    ...(reorder === undefined ? [] : ['--reorder', reorder]),
    ...(enableManagedbyLabel === true ? ['--enable-managedby-label'] : []),
  ];
}

async function versionOf(command: string): Promise<string> {
  const { stdout } = await runEngine({
    command,
    args: ['version'],
    timeoutMs: VERSION_TIMEOUT_MS,
    what: 'its version',
  });
  return stdout.trim().replace(/^v/, '');
}
