import type { ManifestByResourceType, UnknownManifest } from './schema/manifests.js';

/** What a handle writes, as far as its type says. */
export type ManifestOf<Handle> = Handle extends { readonly manifest: infer Manifest }
  ? Manifest
  : Handle extends { readonly resourceType: infer Type extends keyof ManifestByResourceType }
    ? ManifestByResourceType[Type]
    : UnknownManifest;

/**
 * Any part of a manifest; `null` removes a field. Lists with a merge key (containers, env, ports, volumes, …)
 * are merged by it, other lists are replaced.
 */
export type PatchOf<Manifest> = Manifest extends readonly (infer Item)[]
  ? readonly PatchOf<Item>[]
  : Manifest extends object
    ? { readonly [Key in keyof Manifest]?: PatchOf<Manifest[Key]> | null }
    : Manifest;
