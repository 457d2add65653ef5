import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { Repository } from '../model/repository.js';
import { ENGINE_TIMEOUT_HINT } from '../render/engine-timeout-hint.js';
import { synthesize } from '../synth/synthesize.js';
import { pinsWithoutEffect } from './authoring/pins-without-effect.js';
import { type SynthResult, synthOutput } from './authoring/synth-output.js';
import { committedOutput, locateOutput, type OutputPlace } from './authoring/synth-place.js';
import { cloneWarnings } from './clone-warnings.js';

export interface SynthCommitOptions {
  /** Default: `chore(gitops): synthesize <n> files` and what changed. */
  readonly message?: string;
  /**
   * Commits the sources that made the output together with it. Default: false, and uncommitted sources are
   * refused.
   */
  readonly includeSources?: boolean;
}

export interface SynthRepositoryOptions {
  /** The construct tree. */
  readonly repository: Repository;
  /** A folder in the Git repository; relative paths start here. Without Git it is the root itself. */
  readonly directory: string;
  /** Folder to write instead of the Repository's `output`, relative to `directory` or absolute. */
  readonly outputDirectory?: string;
  /** Writes nothing and says what is stale. Default: false. */
  readonly check?: boolean;
  /**
   * Replaces foreign and hand-edited files that are in the way: what they had is lost. Default: false, and
   * they are refused.
   */
  readonly overwrite?: boolean;
  /** Commits the output on the current branch. Default: no commit. */
  readonly commit?: SynthCommitOptions;
  /**
   * Files that made the construct tree: loaded modules, lock file, package.json, tsconfig. Absolute, or
   * relative to `directory`; those in `node_modules` do not count.
   */
  readonly sources?: readonly string[];
  /** The kustomize that proves the overlays. The caller closes it. Default: one of its own. */
  readonly kustomize?: Kustomize;
  /** Folder for kustomize's results, cached by content. Default: none. */
  readonly cacheDirectory?: string;
  /**
   * What one build of kustomize may take: milliseconds of processor time; by the clock 20 times that, and not
   * less than 10 minutes. Default: 60,000.
   */
  readonly engineTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Construct tree → files on disk → commit, as asked. Everything that can be refused is refused before the
 * first file is written.
 *
 * @throws GitopsError every problem of the model and of the files, at once; GIT_SOURCES_UNCOMMITTED; as
 * `writeOutput` and `GitRepository.commit`
 */
export async function synthRepository(options: SynthRepositoryOptions): Promise<SynthResult> {
  if (options.check && options.commit)
    throw new GitopsError('CLI_USAGE', "'--check' and '--commit' exclude each other", {
      hint: 'Check in pipelines, commit before.',
    });
  const place = await locateOutput(options.directory, options.outputDirectory, options.repository.output);
  if (options.commit) await place.assertCanCommit();
  const { cacheDirectory, engineTimeoutMs: timeoutMs } = options;
  const kustomize =
    options.kustomize ?? createKustomize({ cacheDirectory, timeoutMs, timeoutHint: ENGINE_TIMEOUT_HINT });
  try {
    const previous = await committedOutput(place);
    const { units, warnings, pinsFiles, promoted } = await synthesize(options.repository, {
      kustomize,
      previous,
      narrowProjects: !options.check,
    });
    const misleading = await warningsOfClone(options.repository, place);
    const withoutEffect = place.git === undefined ? [] : await pinsWithoutEffect(place.git, place.root, promoted);
    return await synthOutput({
      ...options,
      place,
      units,
      warnings: [...warnings, ...withoutEffect, ...misleading],
      previous,
      sources: [...(options.sources ?? []), ...pinsFiles],
    });
  } finally {
    if (options.kustomize === undefined) await kustomize.close();
  }
}

async function warningsOfClone(
  { url, branch, _site: site }: Repository,
  { git }: OutputPlace,
): Promise<readonly string[]> {
  if (git === undefined) return [];
  return cloneWarnings({ url, branch, source: site.location }, await git.describeClone());
}
