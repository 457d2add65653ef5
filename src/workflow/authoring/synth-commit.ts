import { existsSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { GitopsError } from '../../errors.js';
import { wantedFiles } from '../../files/decide-changes.js';
import type { FileSet } from '../../files/file-set.js';
import type { OwnershipUnit } from '../../files/ownership.js';
import { isOwnershipPath } from '../../files/ownership-manifest.js';
import { previousOwnership } from '../../files/previous-ownership.js';
import type { GitRepository } from '../../git/repository.js';
import type { OutputPlace } from './synth-place.js';

/** The commit of a synth. */
export interface CommittedSynth {
  /** Absent when the output was committed already. */
  readonly id?: string;
  /** Absent on a detached HEAD. */
  readonly branch?: string;
  /** Absent when the output was committed already. */
  readonly subject?: string;
  /** What differs from the parent, relative to the top of the repository, sorted. */
  readonly paths: readonly string[];
}

/**
 * The sources that differ from HEAD, so that a commit never holds an output that its own sources do not make.
 *
 * @throws GitopsError GIT_SOURCES_UNCOMMITTED naming all of them, unless they are to be included
 */
export async function changedSources(
  place: OutputPlace,
  sources: readonly string[],
  include: boolean,
): Promise<{ readonly paths: readonly string[]; readonly warnings: readonly string[] }> {
  const git = repositoryOf(place);
  const inside = [...new Set(sources.flatMap((source) => insideRoot(place, source) ?? []))];
  const changed = await git.changedAmong(inside);
  const paths = changed.filter(({ change }) => change !== 'ignored').map(({ path }) => path);
  const ignored = changed
    .filter(({ change }) => change === 'ignored')
    .map(({ path }) => `'${path}' made this output but is ignored by git: nobody else can make it again`);
  if (paths.length === 0 || include) return { paths, warnings: ignored };
  throw new GitopsError(
    'GIT_SOURCES_UNCOMMITTED',
    `the output was made by sources that are not committed: ${paths.map((path) => `'${path}'`).join(', ')}`,
    {
      hint: 'Commit them first, or commit both with --include-sources.',
      data: { paths },
    },
  );
}

export interface CommitSynthOptions {
  readonly place: OutputPlace;
  readonly units: readonly OwnershipUnit[];
  /** The committed output folder, paths relative to it. */
  readonly previous?: FileSet;
  /** Relative to the top of the repository. */
  readonly sources: readonly string[];
  readonly message?: string;
  readonly signal?: AbortSignal;
}

/**
 * Commits what synth owns now or owned at HEAD, and the sources given; foreign files in the output folder are
 * the user's.
 */
export async function commitSynth({
  place,
  units,
  previous,
  sources,
  message,
  signal,
}: CommitSynthOptions): Promise<CommittedSynth> {
  const git = repositoryOf(place);
  const wanted = wantedFiles(units);
  const gone = ownedAtHead(previous).filter(
    (path) => !wanted.has(path) && !existsSync(join(place.root, place.output, path)),
  );
  const owned = [...wanted.paths(), ...gone].map((path) => `${place.output}/${path}`);
  const changed = (await git.changedAmong(owned)).map(({ path }) => path.slice(place.output.length + 1));
  const outcome = await git.commit({
    paths: [...owned, ...sources],
    message: message ?? defaultMessage(changed, units),
    signal,
  });
  return { id: outcome.commit?.id, branch: outcome.branch, subject: outcome.commit?.subject, paths: outcome.paths };
}

function defaultMessage(changed: readonly string[], units: readonly OwnershipUnit[]): string {
  const names = units
    .filter((unit) => changed.some((path) => !isOwnershipPath(path) && unit.files.has(path)))
    .map(({ name }) => subjectOf(name));
  const left = new Set(units.map(({ name }) => subjectOf(name)));
  const goneNames = changed.flatMap((path) => {
    const name = /^\.gitops\/(.+)\.json$/.exec(path)?.[1];
    return name !== undefined && !left.has(subjectOf(name)) ? [`${subjectOf(name)} (deleted)`] : [];
  });
  const body = [...new Set([...names, ...goneNames])].sort().map((name) => `- ${name}`);
  return [`chore(gitops): synthesize ${changed.length} ${changed.length === 1 ? 'file' : 'files'}`, '', ...body]
    .join('\n')
    .trim();
}

/** What a person calls a unit: base and overlays are their Application. */
function subjectOf(unit: string): string {
  return unit.split('/').slice(0, 2).join('/');
}

function ownedAtHead(previous: FileSet | undefined): string[] {
  const manifests = new Map(previous?.entries().filter(([path]) => isOwnershipPath(path) && path.endsWith('.json')));
  const ownership = previousOwnership(manifests);
  return [...ownership.hashes.keys(), ...ownership.manifests];
}

/** Relative to the top, or undefined for what no commit of this repository can hold. */
function insideRoot({ directory, root }: OutputPlace, source: string): string | undefined {
  const absolute = resolve(directory, source);
  const path = relative(root, existsSync(absolute) ? realpathSync(absolute) : absolute)
    .split(sep)
    .join('/');
  return path === '' || path.startsWith('../') || path.startsWith('/') || path.split('/').includes('node_modules')
    ? undefined
    : path;
}

function repositoryOf({ git }: OutputPlace): GitRepository {
  if (git === undefined)
    throw new GitopsError('GIT_NO_REPOSITORY', 'there is no Git repository to commit to', {
      hint: 'Run git init, or leave out --commit.',
    });
  return git;
}
