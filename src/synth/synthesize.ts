import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import type { OwnershipUnit } from '../files/ownership.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { Repository } from '../model/repository.js';
import { addKustomizations } from './add-kustomizations.js';
import { applicationFiles } from './application-files.js';
import { type Collected, collect } from './collect.js';
import { type CommittedTree, committedTree } from './committed-tree.js';
import { layout } from './layout/layout.js';
import { type Scopes, scopesOf } from './scope.js';
import { type Target, writtenTargets } from './target.js';
import { unbroughtWarnings } from './validate/brought.js';
import { validateClaims } from './validate/claims.js';
import { validateClusters } from './validate/clusters.js';
import { validateFields } from './validate/fields.js';
import { validateNames } from './validate/names.js';
import { validateObjects } from './validate/objects.js';
import { patternWarnings } from './validate/project-patterns.js';
import { validatePromotions } from './validate/promotions.js';
import { validateStrays } from './validate/strays.js';
import { validateVanished } from './validate/vanished.js';
import { wordWarnings } from './validate/words.js';

/** With one of these problems Argo Applications would look renamed. */
const MISNAMED: ReadonlySet<string> = new Set(['MODEL_INVALID_NAME', 'SYNTH_NAME_TOO_LONG']);

export interface SynthesizeOptions {
  /** Proves the overlays. */
  readonly kustomize: Kustomize;
  /** The committed output folder, paths relative to it. @default nothing is committed yet */
  readonly previous?: FileSet;
  /**
   * Whether AppProjects give up what the last commit stopped using. `--check` says false: a project that
   * waits to be narrowed is not stale. @default true
   */
  readonly narrowProjects?: boolean;
}

export interface SynthResult {
  /** Folder of the output, relative to the top of the Git repository. */
  readonly output: string;
  /** What is written, by owner; paths relative to the output folder. */
  readonly units: readonly OwnershipUnit[];
  /** The objects of overlays, by name of their Argo Applications; none of sources that Argo CD renders. */
  readonly objects: ReadonlyMap<string, readonly KubeObject[]>;
  readonly warnings: readonly string[];
  /** Absolute paths of the pins files that were read: they are sources like the code. */
  readonly pinsFiles: readonly string[];
  /** The pins of overlays that follow promotions and have a revision. */
  readonly promoted: Collected['promoted'];
}

/**
 * Construct tree → files: collect → validate → overlays (compute, prove) → layout. Writes nothing.
 *
 * @throws GitopsError with every problem that was found
 */
export async function synthesize(
  repository: Repository,
  { kustomize, previous, narrowProjects = true }: SynthesizeOptions,
): Promise<SynthResult> {
  if (!Repository.is(repository)) {
    throw new GitopsError('SYNTH_NO_REPOSITORY', `'${String(repository)}' is not a Repository`, {
      hint: 'Export a `new Repository({ url })` from environments/index.ts.',
    });
  }
  const collected = collect(repository);
  const committed = committedTree(previous);
  const targets = collected.applications.flatMap(writtenTargets);
  const scopes = scopesOfAll(collected, repository);
  const problems = [
    ...repository._problems,
    ...collected.problems,
    ...validatePromotions(repository),
    ...validateStrays(repository),
    ...validateNames(repository, targets),
    ...validateFields(repository, targets),
    ...validateClusters(repository, targets),
    ...collected.applications.flatMap((application) => validateObjects(application, scopes)),
    ...validateClaims(targets, scopes),
    ...([...repository._problems, ...collected.problems].some(({ code }) => MISNAMED.has(code))
      ? []
      : validateVanished({ repository, committed, targets })),
  ];
  GitopsError.throwAll(problems);
  const plain = await applicationFiles(collected.applications, kustomize);
  const { applications, files, changed } = await addKustomizations(plain, collected.applications, kustomize);
  if (changed.length > 0) {
    GitopsError.throwAll([
      ...changed.flatMap((application) => validateObjects(application, scopes)),
      ...validateClaims(applications.flatMap(writtenTargets), scopes),
    ]);
  }
  const units = layout({
    repository,
    collected: { ...collected, applications },
    files,
    committed,
    scopes,
    narrow: narrowProjects,
  });
  return {
    output: repository.output,
    units,
    objects: objectsOf(applications.flatMap(writtenTargets)),
    warnings: [
      ...repository._warnings,
      ...collected.warnings,
      ...emptyWarnings(collected),
      ...movedWarnings(repository, committed, targets),
      ...unbroughtWarnings(repository, units),
      ...wordWarnings(repository, applications.flatMap(writtenTargets)),
      ...patternWarnings(repository, applications.flatMap(writtenTargets), committed),
    ],
    pinsFiles: collected.pinsFiles,
    promoted: collected.promoted,
  };
}

function objectsOf(targets: readonly Target[]): SynthResult['objects'] {
  const built = targets.filter(({ source }) => source === undefined);
  return new Map(built.map(({ name, build }) => [name, build.objects.map(({ object }) => object)]));
}

function scopesOfAll({ applications }: Collected, { clusterScopedKinds }: Repository): Scopes {
  const objects = applications.flatMap(({ base, targets }) =>
    [base, ...targets.map(({ build }) => build)].flatMap((build) => build.objects.map(({ object }) => object)),
  );
  return scopesOf(objects, clusterScopedKinds);
}

function emptyWarnings({ applications, warnings }: Collected): readonly string[] {
  if (applications.length === 0 && warnings.length === 0)
    return ['the Repository has no Application: nothing is delivered'];
  return applications.flatMap(({ targets }) =>
    targets
      .filter(({ build, source }) => source === undefined && build.objects.length === 0)
      .map(
        ({ overlay, cluster }) =>
          `'${overlay.node.path}' has no objects on cluster '${cluster.id}': nothing is written for it`,
      ),
  );
}

/** A record that has done its work would hide the next mistake; one that names nothing is misspelt. */
function movedWarnings(
  { _movedApplications: movedApplications }: Repository,
  committed: CommittedTree,
  targets: readonly Target[],
): readonly string[] {
  const before = new Set(committed.applications.map(({ manifest }) => manifest.metadata.name));
  const now = new Set(targets.map(({ name }) => name));
  return movedApplications.flatMap(({ from, to }) => {
    if (!now.has(to))
      return [
        `there is no Argo Application '${to}' that repository.moved({ from: '${from}', to: '${to}' }) could mean`,
      ];
    return !before.has(from) && before.has(to)
      ? [`'${from}' has moved to '${to}' in the last commit: remove its repository.moved(…)`]
      : [];
  });
}
