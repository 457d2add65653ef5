import type { ApplicationSource } from '../../argocd/application/application.js';
import { KUSTOMIZE_FIELDS } from '../../argocd/application/kustomize-fields.js';
import { defined } from '../../manifest/defined.js';
import { anything, integer, list, map, object, text } from '../../manifest/shape.js';
import { splitImage } from '../pins.js';
import { kustomizePatches } from './kustomize-patches.js';
import { locateFolder, REFERENCE_SHAPE } from './locate.js';
import { sourceKind } from './source-kind.js';

type Kustomize = NonNullable<ApplicationSource['kustomize']>;

/** A kustomization that Argo CD builds. */
export const KUSTOMIZE = sourceKind({
  shape: object({
    ...KUSTOMIZE_FIELDS,
    from: REFERENCE_SHAPE,
    replicas: map(integer),
    patches: list(anything),
    setNamespace: text,
    kustomizeVersion: text,
  }),
  hasImages: true,
  describe: ({ from, ...props }, { here, pins }) => {
    const { place, isHere, problems } = locateFolder('from', from ?? {}, here, pins.version);
    const { setNamespace, kustomizeVersion, replicas, ...same } = props;
    const patches = kustomizePatches(props.patches);
    const kustomize: Kustomize = defined({
      ...same,
      namespace: setNamespace,
      version: kustomizeVersion,
      images: pinnedImages(props.images, pins.images),
      replicas: replicas && Object.entries(replicas).map(([name, count]) => ({ name, count })),
      patches: patches.patches,
    });
    return {
      source: { ...place, ...(Object.keys(kustomize).length > 0 ? { kustomize } : {}) },
      isHere,
      problems: [...problems, ...patches.problems],
      reads: undefined,
    };
  },
});

/** A pin replaces what the props say of its image. */
function pinnedImages(
  images: readonly string[] | undefined,
  pins: Readonly<Record<string, { readonly tag?: string; readonly digest?: string }>> | undefined,
): readonly string[] | undefined {
  if (pins === undefined) return images;
  const kept = (images ?? []).filter((image) => !Object.hasOwn(pins, oldName(image)));
  const pinned = Object.entries(pins).map(
    ([image, { tag, digest }]) => `${newName(images ?? [], image)}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`,
  );
  return [...kept, ...pinned];
}

/** The image that is replaced: `a` of `a=b:1` and of `a:1`. */
function oldName(image: string): string {
  const [old = '', replacement] = image.split('=');
  return replacement === undefined ? splitImage(old).repository : old;
}

/** A pin keeps the other repository that the props give to its image. */
function newName(images: readonly string[], old: string): string {
  const replacement = images.find((image) => image.includes('=') && oldName(image) === old)?.split('=')[1];
  return replacement === undefined ? old : `${old}=${splitImage(replacement).repository}`;
}
