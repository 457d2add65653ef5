import { Construct, type IConstruct } from 'constructs';
import { isRecord } from '../manifest/kube-object.js';
import { brand, hasBrand } from './brand.js';
import { type CallSite, captureCallSite } from './call-site.js';
import type { ManifestOf, PatchOf } from './patchable.js';
import { plainData } from './plain-data.js';

/** One step of RFC 6902. Paths are JSON pointers: `/spec/template/spec/containers/0/args/-`. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/** Which objects of an Application a patch changes: all that match everything given, and at least one. */
export interface ObjectSelector {
  readonly kind: string;
  /** `metadata.name`. @default any */
  readonly name?: string;
  /** Such as `apps`; empty for the core group. @default any */
  readonly group?: string;
  /** `metadata.namespace`, as the object itself says it. @default any */
  readonly namespace?: string;
  /** Whether it is a selector and not a construct: a construct has a node. */
  readonly node?: never;
}

/** What a patch does to each object. */
export type PatchChange =
  | { readonly kind: 'merge'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'json'; readonly operations: readonly JsonPatchOperation[] }
  | { readonly kind: 'remove' };

/** A change to objects of an Application. Made by `patch`, `jsonPatch` and `remove`. */
export class Patch {
  /** @internal */
  static is(value: unknown): value is Patch {
    return hasBrand(value, 'Patch');
  }

  /** @internal */
  readonly _target: IConstruct | ObjectSelector;
  /** @internal */
  readonly _change: PatchChange;
  readonly #site: CallSite;

  /** @internal */
  constructor(target: IConstruct | ObjectSelector, change: PatchChange) {
    brand(this, 'Patch');
    this._target = target;
    this._change = change;
    this.#site = captureCallSite();
  }

  /** @internal The line of the user that made it. */
  get _site(): CallSite {
    return this.#site;
  }
}

/**
 * Merges fields into the object of a handle, typed by the handle, or into all objects that a selector finds.
 * Maps are merged, `null` removes a field, lists with a merge key (containers, env, ports, volumes, …) are
 * merged by it, other lists are replaced. A patch that finds nothing or changes nothing is an error, and so
 * is a container that does not exist.
 *
 * @example
 * guestbook.overlay(prod, { patches: ({ web }) => [patch(web, { spec: { minReadySeconds: 5 } })] });
 * guestbook.overlay(dev, { patches: () => [patch({ kind: 'Service' }, { metadata: { labels: { tier: 'gold' } } })] });
 */
export function patch<Handle extends IConstruct>(handle: Handle, body: PatchOf<ManifestOf<Handle>>): Patch;
/** The same for objects without a handle: a selector knows no types, so that any field compiles. */
export function patch(selector: ObjectSelector, body: Readonly<Record<string, unknown>>): Patch;
export function patch(target: IConstruct | ObjectSelector, body: unknown): Patch {
  const data = plainData(body, 'patch') as Readonly<Record<string, unknown>>; // a patch is an object by its type
  return new Patch(target, { kind: 'merge', body: data });
}

/**
 * Changes the object of a handle, or all objects that a selector finds, by JSON Patch (RFC 6902). A path that
 * does not exist is an error.
 *
 * @example
 * jsonPatch(web, [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--verbose' }]);
 * jsonPatch({ kind: 'Deployment', name: 'web' }, [{ op: 'remove', path: '/spec/replicas' }]);
 */
export function jsonPatch(target: IConstruct | ObjectSelector, operations: readonly JsonPatchOperation[]): Patch {
  return new Patch(target, { kind: 'json', operations });
}

/**
 * Leaves out the object of a handle, or all objects that a selector finds.
 *
 * @example
 * guestbook.overlay(dev, { patches: ({ autoscaler }) => [remove(autoscaler), remove({ kind: 'NetworkPolicy' })] });
 */
export function remove(target: IConstruct | ObjectSelector): Patch {
  return new Patch(target, { kind: 'remove' });
}

/** Whether a target names objects by their kind; otherwise it is a construct, or what was taken for one. */
export function isSelector(target: IConstruct | ObjectSelector): target is ObjectSelector {
  return isRecord(target) && !Construct.isConstruct(target) && typeof target['kind'] === 'string';
}
