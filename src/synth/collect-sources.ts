import { GitopsError } from '../errors.js';
import { toYaml } from '../manifest/yaml.js';
import type { Cluster } from '../model/cluster.js';
import type { Overlay } from '../model/overlay.js';
import type { Pins } from '../model/pins.js';
import type { PinsFile } from '../model/read-pins.js';
import { Repository } from '../model/repository.js';
import type { SourceApplication } from '../model/source-application.js';
import type { File } from './layout/base.js';
import { ownRevision, promotedRevision } from './own-revision.js';
import { placeTargets } from './place-targets.js';
import { directoryOf, type PlacedTarget, type Target } from './target.js';

const NO_OBJECTS: Target['build'] = { objects: [], foundImages: new Set(), readsCluster: false };

export interface OverlayOfSource {
  readonly application: SourceApplication;
  readonly overlay: Overlay;
  readonly pins: Pins;
  readonly pinsFile: PinsFile | undefined;
}

/** The Argo Applications of an overlay whose objects come from a source. */
export function sourceTargets(given: OverlayOfSource, problems: GitopsError[], warnings: string[]): readonly Target[] {
  const { application, overlay, pins } = given;
  const targets = placeTargets(application, overlay, problems).map((placed) => targetOf(given, placed));
  const messages = new Set<string>();
  for (const problem of targets.flatMap(({ source }) => source?.problems ?? [])) {
    if (!messages.has(problem.message)) problems.push(problem); // clusters share most of them
    messages.add(problem.message);
  }
  const isHere = targets.every(({ source }) => source?.isHere);
  problems.push(...pinsProblems(given, isHere));
  if (promotedRevision(given) !== undefined && pins.version === undefined && !isHere)
    warnings.push(
      `'${overlay.node.path}' stays on a promoted revision, but its version is the one in the code and changes with it: pin it as 'version' in '${given.pinsFile?.file}'`,
    );
  return targets;
}

function targetOf({ application, overlay, pins }: OverlayOfSource, placed: PlacedTarget): Target {
  const { url, output } = Repository.of(overlay);
  const files = valuesFiles(application, overlay, placed.cluster);
  const here = { repoURL: url, targetRevision: ownRevision({ overlay, levels: placed.levels, pins }) };
  const written = files.map(([path]) => `${output}/${path}`);
  const source = application._build(overlay, placed.cluster, { here, pins, written });
  return {
    ...placed,
    application,
    overlay,
    build: NO_OBJECTS,
    source: { ...source, files },
    pins,
    directory: overlayDirectory(application, overlay, placed.cluster),
  };
}

/** A cluster with values of its own has a folder of its own. */
function overlayDirectory(application: SourceApplication, overlay: Overlay, cluster: Cluster): string {
  const directory = `${directoryOf(application)}/overlays/${overlay.environment.id}`;
  return application._values(overlay, cluster).cluster === undefined ? directory : `${directory}/${cluster.id}`;
}

/** In the order in which Helm merges them. */
function valuesFiles(application: SourceApplication, overlay: Overlay, cluster: Cluster): readonly File[] {
  const values = application._values(overlay, cluster);
  const directory = directoryOf(application);
  const folder = `${directory}/overlays/${overlay.environment.id}`;
  const levels = [
    [`${directory}/base`, values.base],
    [folder, values.overlay],
    [`${folder}/${cluster.id}`, values.cluster],
  ] as const;
  return levels.flatMap(([place, level]): File[] =>
    level === undefined ? [] : [[`${place}/values.yaml`, toYaml(level)]],
  );
}

function pinsProblems(
  { application, overlay, pins, pinsFile }: OverlayOfSource,
  isHere: boolean,
): readonly GitopsError[] {
  const place = { constructPath: overlay.node.path, source: pinsFile && { file: pinsFile.file } };
  const refusals = [
    ...(pins.version !== undefined && isHere
      ? [`'version' pins nothing: the source of '${overlay.node.path}' is in this repository`]
      : []),
    ...(pins.images !== undefined && !application._hasImages
      ? [`'images' pins nothing: '${overlay.node.path}' has its images in its source`]
      : []),
  ];
  return refusals.map(
    (message) => new GitopsError('MODEL_INVALID_PINS', message, { ...place, hint: 'Remove it from the pins file.' }),
  );
}
