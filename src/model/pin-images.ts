import { isRecord } from '../manifest/kube-object.js';
import { type ImagePin, splitImage } from './pins.js';

const CONTAINER_LISTS = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/**
 * The value with the images of all containers in it pinned; the repositories that were found are added to
 * `found`. What needs no change is returned as it is.
 */
export function pinImages<T>(value: T, images: Readonly<Record<string, ImagePin>>, found: Set<string>): T {
  return walk(value, undefined) as T; // the shape stays, only strings change

  function walk(current: unknown, key: string | undefined): unknown {
    if (Array.isArray(current))
      return mapKeeping(current, (item) =>
        key !== undefined && CONTAINER_LISTS.has(key) ? pinContainer(walk(item, undefined)) : walk(item, undefined),
      );
    if (!isRecord(current)) return current;
    const entries = Object.entries(current);
    const changed = entries.map(([name, item]) => [name, walk(item, name)] as const);
    return changed.some(([, item], index) => item !== entries[index]![1]) ? Object.fromEntries(changed) : current;
  }

  function pinContainer(container: unknown): unknown {
    if (!isRecord(container) || typeof container['image'] !== 'string') return container;
    const { repository } = splitImage(container['image']);
    if (!Object.hasOwn(images, repository)) return container;
    const { tag, digest } = images[repository]!;
    found.add(repository);
    return { ...container, image: `${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}` };
  }
}

function mapKeeping(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change);
  return changed.some((item, index) => item !== list[index]) ? changed : list;
}
