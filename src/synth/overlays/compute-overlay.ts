import { posix } from 'node:path';
import { FileSet } from '../../files/file-set.js';
import { deepEqual } from '../../manifest/equality.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { toYaml } from '../../manifest/yaml.js';
import { fileNames } from '../layout/file-names.js';
import { type ImageEntry, imageEntries, withImagesBefore } from './image-entries.js';
import { type MatchedObjects, matchObjects } from './match-objects.js';
import { deletePatch, type PatchText, patchEntry } from './patch-entry.js';
import { type ReplicaEntry, replicaEntries, withReplicasBefore } from './replica-entries.js';

export interface OverlayInput {
  readonly base: readonly KubeObject[];
  readonly overlay: readonly KubeObject[];
  /** The folder of the base's kustomization, relative to the same root as `overlayDirectory`. */
  readonly baseDirectory: string;
  readonly overlayDirectory: string;
  /** Writes every object whole and does not refer to the base. Default: false. */
  readonly whole?: boolean;
}

interface NamedPatch extends PatchText {
  readonly path: string;
}

const HEADER = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', sortOptions: { order: 'fifo' } };

/**
 * The files of an overlay folder: a kustomization that makes the overlay's objects out of the base's, with as
 * little text as is exact.
 *
 * Changes of images and replicas become `images:` and `replicas:`, other changes patches, new objects files.
 * Where a change cannot be said without touching another object, the overlay lists all its objects whole and
 * does without the base. kustomize gives the objects in {@link overlayOrder}.
 */
export function computeOverlay(input: OverlayInput): FileSet {
  const matched = matchObjects(input.base, input.overlay);
  const standsAlone = input.whole || !matched.pairs.some(({ overlay }) => overlay);
  return (standsAlone ? undefined : onBase(input, matched)) ?? wholeObjects(input, matched);
}

/** undefined when a patch cannot be aimed at its object alone. */
function onBase({ base, baseDirectory, overlayDirectory }: OverlayInput, matched: MatchedObjects): FileSet | undefined {
  const images = imageEntries(matched);
  const replicas = replicaEntries(matched);
  const patches = patchesFor(base, matched, images, replicas);
  if (patches === undefined) return undefined;
  const added = fileNames(matched.added);
  const kustomization = {
    ...HEADER,
    resources: [posix.relative(overlayDirectory, baseDirectory), ...added],
    ...(patches.length > 0
      ? { patches: patches.map(({ path, target }) => ({ path, ...(target ? { target } : {}) })) }
      : {}),
    ...(images.length > 0 ? { images } : {}),
    ...(replicas.length > 0 ? { replicas } : {}),
  };
  return filesIn(overlayDirectory, [
    ['kustomization.yaml', toYaml(kustomization)],
    ...patches.map(({ path, text }) => [path, text] as const),
    ...matched.added.map((object, index) => [added[index] ?? '', toYaml(object)] as const),
  ]);
}

function patchesFor(
  base: readonly KubeObject[],
  matched: MatchedObjects,
  images: readonly ImageEntry[],
  replicas: readonly ReplicaEntry[],
): readonly NamedPatch[] | undefined {
  const names = fileNames(base);
  const all = [...base, ...matched.added];
  const patches: NamedPatch[] = [];
  for (const [index, pair] of matched.pairs.entries()) {
    const path = `patches/${names[index]}`;
    if (!pair.overlay) {
      patches.push({ path, ...deletePatch(pair.base) });
      continue;
    }
    const target = withReplicasBefore(replicas, pair.base, withImagesBefore(images, pair.base, pair.overlay));
    if (deepEqual(pair.base, target)) continue;
    const patch = patchEntry(pair.base, target, all);
    if (patch === undefined) return undefined;
    patches.push({ path, ...patch });
  }
  return patches;
}

function wholeObjects({ overlayDirectory }: OverlayInput, { pairs, added }: MatchedObjects): FileSet {
  const objects = [...pairs.flatMap(({ overlay }) => (overlay ? [overlay] : [])), ...added];
  const names = fileNames(objects);
  return filesIn(overlayDirectory, [
    ['kustomization.yaml', toYaml({ ...HEADER, resources: names })],
    ...objects.map((object, index) => [names[index] ?? '', toYaml(object)] as const),
  ]);
}

function filesIn(directory: string, files: readonly (readonly [path: string, content: string])[]): FileSet {
  return FileSet.of(files.map(([path, content]) => [posix.join(directory, path), content] as const));
}
