import { GitopsError } from '../../errors.js';
import type { FileChanges } from '../../files/decide-changes.js';
import type { FileSet } from '../../files/file-set.js';
import type { OwnershipUnit } from '../../files/ownership.js';
import { checkOutput, type OutputOptions, writeOutput } from '../../git/working-tree.js';
import { API_VERSION } from '../api/results.js';
import { placedInOutput } from './placed-in-output.js';
import { type CommittedSynth, changedSources, commitSynth } from './synth-commit.js';
import type { OutputPlace } from './synth-place.js';

/**
 * A file that is not what synth would write. `edited` and `foreign` ones are in the way and need a decision.
 */
export interface StaleFile {
  /** Relative to the top of the Git repository. */
  readonly path: string;
  readonly change: 'create' | 'update' | 'delete' | 'edited' | 'foreign';
}

/**
 * What `synth` did, or with `--check` would do. All paths are relative to the top of the Git repository and
 * sorted.
 */
export interface SynthResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'SynthResult';
  /** The output folder. */
  readonly output: string;
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  /** How many files were as they should be. */
  readonly unchanged: number;
  /** With `--check`: what is not up to date. Not empty means exit code 2. */
  readonly stale: readonly StaleFile[];
  /** With `--commit`. */
  readonly commit?: CommittedSynth;
  /** Whether an interrupted synth was finished first. */
  readonly recovered: boolean;
  readonly warnings: readonly string[];
}

export interface SynthOutputOptions {
  readonly place: OutputPlace;
  readonly units: readonly OwnershipUnit[];
  /** The committed output folder, paths relative to it. */
  readonly previous?: FileSet;
  readonly warnings?: readonly string[];
  readonly sources?: readonly string[];
  readonly check?: boolean;
  readonly overwrite?: boolean;
  readonly commit?: { readonly message?: string; readonly includeSources?: boolean };
  readonly signal?: AbortSignal;
}

/** Checks, writes or commits what was synthesized. */
export async function synthOutput(options: SynthOutputOptions): Promise<SynthResult> {
  const { place, units, overwrite, signal } = options;
  const target: OutputOptions = {
    root: place.root,
    output: place.output,
    units,
    overwrite,
    signal,
    unmerged: () => unmergedPaths(place),
  };
  const common = {
    apiVersion: API_VERSION,
    kind: 'SynthResult',
    output: place.output,
    recovered: false,
    written: [],
    deleted: [],
    stale: [],
    warnings: options.warnings ?? [],
  } as const;
  if (options.check) {
    const changes = await checkOutput(target);
    return { ...common, unchanged: changes.keep.length, stale: staleFiles(place, changes) };
  }
  const sources = options.commit
    ? await changedSources(place, options.sources ?? [], options.commit.includeSources ?? false)
    : undefined;
  const changes = await writeOutput(target).catch((error: unknown) => {
    throw placedInOutput(error, place);
  });
  const result = {
    ...common,
    written: changes.write.map(({ path }) => `${place.output}/${path}`).sort(),
    deleted: changes.delete.map(({ path }) => `${place.output}/${path}`),
    unchanged: changes.keep.length,
    recovered: changes.recovered,
    warnings: [...common.warnings, ...(sources?.warnings ?? [])],
  };
  if (sources === undefined) return result;
  return {
    ...result,
    commit: await commitSynth({ ...options, sources: sources.paths, message: options.commit?.message }),
  };
}

function staleFiles(place: OutputPlace, changes: FileChanges): StaleFile[] {
  const { output } = place;
  const inTheWay = (code: string) => (code === 'FILES_HAND_EDITED' ? 'edited' : 'foreign');
  const clashes = changes.problems.filter(({ code }) => code !== 'FILES_HAND_EDITED' && code !== 'FILES_FOREIGN');
  if (clashes.length > 0) throw placedInOutput(GitopsError.all(clashes), place);
  return [
    ...changes.write.map(({ path, change }) => ({ path: `${output}/${path}`, change })),
    ...changes.delete.map(({ path }) => ({ path: `${output}/${path}`, change: 'delete' as const })),
    ...changes.problems.map(
      (problem: GitopsError) =>
        ({ path: `${output}/${problem.source?.file}`, change: inTheWay(problem.code) }) as const,
    ),
  ].sort((left, right) => (left.path < right.path ? -1 : 1));
}

async function unmergedPaths({ git, output }: OutputPlace): Promise<ReadonlySet<string>> {
  const changed = (await git?.changedPaths(output)) ?? [];
  return new Set(
    changed.filter(({ change }) => change === 'unmerged').map(({ path }) => path.slice(output.length + 1)),
  );
}
