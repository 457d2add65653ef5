import { GitopsError } from '../errors.js';
import { toJson } from '../manifest/to-json.js';
import { AnyApplication } from '../model/any-application.js';
import { Application, type OverlayBuild } from '../model/application.js';
import type { Build } from '../model/build.js';
import type { Overlay, UntypedOverlaySettings } from '../model/overlay.js';
import type { Pins } from '../model/pins.js';
import { type PinsFile, readPins } from '../model/read-pins.js';
import { Repository } from '../model/repository.js';
import { SourceApplication } from '../model/source-application.js';
import { sourceTargets } from './collect-sources.js';
import { placeTargets } from './place-targets.js';
import { type CollectedApplication, directoryOf, type Target } from './target.js';

const NO_BASE: Build = { objects: [] };

export interface Collected {
  readonly applications: readonly CollectedApplication[];
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly string[];
  /** The pins files that were read. */
  readonly pinsFiles: readonly string[];
  /** The pins of overlays that stay on the revision in them. */
  readonly promoted: readonly {
    readonly overlay: string;
    readonly file: string;
    readonly path: string;
    readonly pins: Pins;
  }[];
}

/** Builds every base and overlay. A build that fails is a problem, and the others continue. */
export function collect(repository: Repository): Collected {
  const problems: GitopsError[] = [];
  const warnings: string[] = [];
  const pinsFiles = readPins(repository.root, repository.pinsFolder);
  const applications = repository.node
    .findAll()
    .flatMap((construct): AnyApplication[] => (AnyApplication.is(construct) ? [construct] : []));
  const sorted = [...applications].sort((left, right) => (left.id < right.id ? -1 : 1));
  problems.push(...unusedPins(pinsFiles, sorted), ...twins(sorted));
  const collected = sorted.flatMap((application): CollectedApplication[] => {
    if (application.overlays.length === 0) {
      warnings.push(`Application '${application.id}' is in no Environment: nothing is written for it`);
      return [];
    }
    try {
      const base = Application.is(application) ? application._buildBase() : NO_BASE;
      return [
        {
          application,
          directory: directoryOf(application),
          base,
          targets: targetsOf(application, pinsFiles, problems, warnings),
        },
      ];
    } catch (error) {
      problems.push(gitopsError(error));
      return [];
    }
  });
  const promoted = collected.flatMap((one) => promotedPins(one, pinsFiles));
  return { applications: collected, problems, warnings, pinsFiles: pinsFiles.map(({ path }) => path), promoted };
}

function targetsOf(
  application: AnyApplication,
  pinsFiles: readonly PinsFile[],
  problems: GitopsError[],
  warnings: string[],
): readonly Target[] {
  const attempt = <T extends Overlay>(overlay: T, collectOverlay: (read: ReadOverlay<T>) => readonly Target[]) => {
    try {
      const pinsFile = pinsFileOf(overlay, application, pinsFiles);
      const pins = pinsFile?.pins() ?? {};
      warnings.push(...revisionWarnings(overlay, application, pins));
      return collectOverlay({ overlay, pins, pinsFile });
    } catch (error) {
      problems.push(gitopsError(error));
      return [];
    }
  };
  if (Application.is(application))
    return application.overlays.flatMap((overlay) =>
      attempt(overlay, (read) => builtTargets(application, read, problems)),
    );
  if (!SourceApplication.is(application)) return [];
  return application.overlays.flatMap((overlay) =>
    attempt(overlay, (read) => sourceTargets({ application, ...read }, problems, warnings)),
  );
}

interface ReadOverlay<T extends Overlay = Overlay> {
  readonly overlay: T;
  readonly pins: Pins;
  readonly pinsFile: PinsFile | undefined;
}

function builtTargets(
  application: Application,
  { overlay, pins, pinsFile }: ReadOverlay<Overlay<UntypedOverlaySettings>>,
  problems: GitopsError[],
): readonly Target[] {
  const builds = buildsOf(application, overlay, pins);
  for (const problem of missedPins(overlay, builds, pins, pinsFile)) problems.push(problem);
  return targetsOfOverlay(application, overlay, builds, pins, problems);
}

function pinsFileOf(
  { environment }: Overlay,
  { id }: AnyApplication,
  pinsFiles: readonly PinsFile[],
): PinsFile | undefined {
  return pinsFiles.find((candidate) => candidate.environment === environment.id && candidate.application === id);
}

/** The pins of overlays that stay on a commit. */
function promotedPins(
  { application, targets }: CollectedApplication,
  pinsFiles: readonly PinsFile[],
): Collected['promoted'] {
  const overlays = new Map(targets.map(({ overlay, pins }) => [overlay, pins]));
  return [...overlays].flatMap(([overlay, pins]) => {
    const found = pinsFileOf(overlay, application, pinsFiles);
    if (found === undefined || overlay.environment.follow !== 'promotion' || pins.revision === undefined) return [];
    return [{ overlay: overlay.node.path, file: found.file, path: found.path, pins }];
  });
}

/** Revisions are promoted by hand: one line of a file. */
function revisionWarnings(
  { environment, node }: Overlay,
  application: AnyApplication,
  { revision }: Pins,
): readonly string[] {
  const { branch, pinsFolder } = Repository.of(environment);
  const file = `${pinsFolder}/${environment.id}/${application.id}.yaml`;
  if (environment.follow === 'promotion' && revision === undefined)
    return [
      `'${node.path}' has no promoted revision yet and follows the branch '${branch}': write 'revision: <commit id>' in '${file}'`,
    ];
  if (environment.follow === 'branch' && revision !== undefined)
    return [
      `'revision' in '${file}' has no effect: the Environment '${environment.id}' follows the branch; give it follow: 'promotion', or remove the line`,
    ];
  return [];
}

/** One build for all clusters unless something asks which cluster it is. */
function buildsOf(
  application: Application,
  overlay: Overlay<UntypedOverlaySettings>,
  pins: Pins,
): readonly OverlayBuild[] {
  const builds: OverlayBuild[] = [];
  let shared: OverlayBuild | undefined;
  for (const cluster of overlay.environment.clusters) {
    const own = overlay._settings.clusters?.[cluster.id] !== undefined;
    const build = own || !shared ? application._buildOverlay(overlay, cluster, pins) : shared;
    if (!own && !build.readsCluster) shared = build;
    builds.push(build);
  }
  return builds;
}

/** Clusters that do not differ share the environment's folder; otherwise each has its own. */
function targetsOfOverlay(
  application: Application,
  overlay: Overlay,
  builds: readonly OverlayBuild[],
  pins: Pins,
  problems: GitopsError[],
): readonly Target[] {
  const same = agree(builds);
  const directory = `${directoryOf(application)}/overlays/${overlay.environment.id}`;
  return placeTargets(application, overlay, problems).map((placed, index) => ({
    ...placed,
    application,
    overlay,
    build: builds[index]!,
    pins,
    directory: same ? directory : `${directory}/${placed.cluster.id}`,
  }));
}

function agree(builds: readonly OverlayBuild[]): boolean {
  const distinct = [...new Set(builds)];
  return (
    distinct.length < 2 ||
    new Set(distinct.map(({ objects }) => toJson(objects.map(({ object }) => object)))).size === 1
  );
}

function missedPins(
  overlay: Overlay,
  builds: readonly OverlayBuild[],
  pins: Pins,
  file: PinsFile | undefined,
): readonly GitopsError[] {
  const missed = Object.keys(pins.images ?? {}).filter(
    (image) => !builds.some((build) => build.foundImages.has(image)),
  );
  const messages = [
    ...missed.map((image) => `no container of '${overlay.node.path}' uses the pinned image '${image}'`),
    ...(pins.version === undefined
      ? []
      : [`'version' pins nothing: '${overlay.node.path}' is made of constructs and has no chart`]),
  ];
  return messages.map(
    (message) =>
      new GitopsError('MODEL_INVALID_PINS', message, {
        hint: 'Correct the name in the pins file, or remove the entry.',
        constructPath: overlay.node.path,
        source: file && { file: file.file },
      }),
  );
}

function unusedPins(pinsFiles: readonly PinsFile[], applications: readonly AnyApplication[]): readonly GitopsError[] {
  const known = new Set(
    applications.flatMap((application) =>
      application.overlays.map(({ environment }) => `${environment.id}/${application.id}`),
    ),
  );
  return pinsFiles
    .filter(({ environment, application }) => !known.has(`${environment}/${application}`))
    .map(
      ({ environment, application, file }) =>
        new GitopsError(
          'MODEL_INVALID_PINS',
          environment === ''
            ? `'${file}' pins nothing: it is not in the folder of an Environment`
            : `there is no Application '${application}' in an Environment '${environment}' to pin`,
          {
            hint: 'Pins of an overlay are in <environment>/<application>.yaml: rename the file, or remove it.',
            source: { file },
          },
        ),
    );
}

/** Ids name folders: two Applications at different places of the tree must not share one. */
function twins(applications: readonly AnyApplication[]): readonly GitopsError[] {
  return applications.flatMap((application, index) =>
    applications.findIndex(({ id }) => id === application.id) === index
      ? []
      : [
          new GitopsError('MODEL_DUPLICATE', `Application '${application.id}' exists twice`, {
            hint: 'Give each Application its own id.',
            constructPath: application.node.path,
            source: application._site.location,
          }),
        ],
  );
}

function gitopsError(error: unknown): GitopsError {
  if (GitopsError.is(error)) return error;
  throw error;
}
