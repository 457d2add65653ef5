import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { formatImage, parseImage } from './image-reference.js';
import type { MatchedObjects } from './match-objects.js';

/** An entry of `images:` in a kustomization. */
export interface ImageEntry {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** One container's image before and after; `before` is absent for containers that only the overlay has. */
interface ImageUse {
  readonly before?: string;
  readonly after: string;
}

/**
 * The `images:` entries that say what changes of images in an overlay. kustomize applies an entry to every
 * container of that name in every object, so one is used only where each of them ends as it should; the
 * others are left to patches.
 */
export function imageEntries({ pairs, added }: MatchedObjects): readonly ImageEntry[] {
  if (
    ![...pairs.map(({ overlay }) => overlay), ...added].every((object) => object === undefined || isSearchable(object))
  )
    return [];
  const uses = [
    ...pairs.flatMap(({ base, overlay }) => (overlay ? imageUses(base, overlay) : [])),
    ...added.flatMap((object) => (object.kind === 'CustomResourceDefinition' ? [] : imageUses(undefined, object))),
  ];
  const candidates = new Map<string, ImageEntry>();
  for (const { before, after } of uses) {
    if (before === undefined || before === after) continue;
    const { name } = parseImage(before);
    if (!candidates.has(name)) candidates.set(name, entryFor(name, after));
  }
  const entries = [...candidates.values()].filter((entry) => uses.every((use) => isRight(entry, use)));
  // An entry that renames must not feed another one.
  const independent = entries.filter(
    (entry) =>
      !entries.some(
        (other) =>
          other !== entry &&
          (matches(other, entry.newName ?? entry.name) || matches(entry, other.newName ?? other.name)),
      ),
  );
  return independent.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** What the entries make of an image. */
export function applyImageEntries(entries: readonly ImageEntry[], image: string): string {
  return entries.reduce((current, entry) => (matches(entry, current) ? applyEntry(entry, current) : current), image);
}

/**
 * The overlay's object with the images as they are before the `images:` entries: what a patch has to bring
 * about.
 */
export function withImagesBefore(entries: readonly ImageEntry[], base: KubeObject, overlay: KubeObject): KubeObject {
  if (entries.length === 0 || base.kind === 'CustomResourceDefinition') return overlay;
  // The structure is kept; only strings under `image` change.
  return restore(entries, base, overlay, false) as KubeObject;
}

/**
 * kustomize fails on an object that has something else where pods have their containers, as a custom kind
 * may.
 */
function isSearchable(object: KubeObject): boolean {
  const pods = [
    object['spec'],
    isRecord(object['spec']) && isRecord(object['spec']['template']) ? object['spec']['template']['spec'] : undefined,
  ];
  if (isRecord(object['spec']) && !isAbsentOr(isRecord, object['spec']['template'])) return false;
  return pods.every(
    (pod) =>
      isAbsentOr(isRecord, pod) &&
      ['containers', 'initContainers', 'volumes'].every(
        (field) => !isRecord(pod) || isAbsentOr(isListOfRecords, pod[field]),
      ),
  );
}

function isAbsentOr(check: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || check(value);
}

function isListOfRecords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord);
}

function entryFor(name: string, after: string): ImageEntry {
  const wanted = parseImage(after);
  return {
    name,
    ...(wanted.name === name ? {} : { newName: wanted.name }),
    ...(wanted.tag ? { newTag: wanted.tag } : {}),
    ...(wanted.digest ? { digest: wanted.digest } : {}),
  };
}

function isRight(entry: ImageEntry, { before, after }: ImageUse): boolean {
  // A container whose image the entry does not touch is written as it is meant, and must not be hit then.
  const written = before !== undefined && matches(entry, before) ? before : after;
  return matches(entry, written)
    ? applyEntry(entry, written) === after
    : before === undefined || !matches(entry, before);
}

/** kustomize takes the name for a regular expression. */
function matches({ name }: ImageEntry, image: string): boolean {
  try {
    return new RegExp(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`).test(image);
  } catch {
    return false;
  }
}

function applyEntry({ newName, newTag, digest }: ImageEntry, image: string): string {
  const before = parseImage(image);
  const pinned = newTag !== undefined || digest !== undefined;
  return formatImage({
    name: newName ?? before.name,
    tag: pinned ? (newTag ?? '') : before.tag,
    digest: pinned ? (digest ?? '') : before.digest,
  });
}

/** kustomize looks for `containers` and `initContainers` at any depth. */
function imageUses(base: unknown, overlay: unknown, inContainers = false): ImageUse[] {
  if (Array.isArray(overlay))
    return overlay.flatMap((item, index) => imageUses(counterpart(base, item, index), item, inContainers));
  if (!isRecord(overlay)) return [];
  const before = isRecord(base) ? base : {};
  const image = overlay['image'];
  const own: ImageUse[] =
    inContainers && typeof image === 'string'
      ? [{ after: image, ...(typeof before['image'] === 'string' ? { before: before['image'] } : {}) }]
      : [];
  return [
    ...own,
    ...Object.entries(overlay).flatMap(([key, value]) => imageUses(before[key], value, isContainers(key))),
  ];
}

function restore(entries: readonly ImageEntry[], base: unknown, overlay: unknown, inContainers: boolean): unknown {
  if (Array.isArray(overlay))
    return overlay.map((item, index) => restore(entries, counterpart(base, item, index), item, inContainers));
  if (!isRecord(overlay)) return overlay;
  const before = isRecord(base) ? base : {};
  return Object.fromEntries(
    Object.entries(overlay).map(([key, value]) => {
      if (key !== 'image' || !inContainers) return [key, restore(entries, before[key], value, isContainers(key))];
      const image = before['image'];
      return [key, typeof image === 'string' && applyImageEntries(entries, image) === value ? image : value];
    }),
  );
}

/** The element of the base that a container is compared with: the one of its name. */
function counterpart(base: unknown, item: unknown, index: number): unknown {
  if (!Array.isArray(base)) return undefined;
  if (!isRecord(item) || typeof item['name'] !== 'string') return base[index];
  return base.find((candidate) => isRecord(candidate) && candidate['name'] === item['name']);
}

function isContainers(key: string): boolean {
  return key === 'containers' || key === 'initContainers';
}
