import type { IConstruct } from 'constructs';
import { type CallSite, captureCallSite } from './call-site.js';
import type { ManifestOf, PatchOf } from './patchable.js';
import { plainData } from './plain-data.js';

/** One step of RFC 6902. Paths are JSON pointers: `/spec/template/spec/containers/0/args/-`. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/** Which objects a raw patch changes: all that match everything given. */
export interface ObjectSelector {
  readonly kind: string;
  readonly name?: string;
  /** @default any */
  readonly group?: string;
  /** @default any */
  readonly namespace?: string;
}

/**
 * A change of one environment to objects of an Application. Made by `patch`, `jsonPatch`, `rawPatch` and
 * `remove`.
 */
export interface Patch {
  readonly target: { readonly handle: IConstruct } | { readonly selector: ObjectSelector };
  readonly change:
    | { readonly kind: 'merge'; readonly body: Readonly<Record<string, unknown>> }
    | { readonly kind: 'json'; readonly operations: readonly JsonPatchOperation[] }
    | { readonly kind: 'remove' };
  readonly site: CallSite;
}

/**
 * Merges fields into the object a handle stands for, typed by the handle. Maps are merged, `null` removes a
 * field, lists with a merge key (containers, env, ports, volumes, …) are merged by it, other lists are
 * replaced. A patch that changes nothing, or a container that does not exist, is an error.
 *
 * @example
 * guestbook.overlay(prod, { patches: ({ web }) => [patch(web, { spec: { minReadySeconds: 5 } })] });
 */
export function patch<Handle extends IConstruct>(handle: Handle, body: PatchOf<ManifestOf<Handle>>): Patch {
  const data = plainData(body, 'patch') as Readonly<Record<string, unknown>>; // a patch is an object by its type
  return { target: { handle }, change: { kind: 'merge', body: data }, site: captureCallSite() };
}

/**
 * Changes the object a handle stands for by JSON Patch (RFC 6902), checked: a path that does not exist is an
 * error.
 *
 * @example
 * jsonPatch(web, [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--verbose' }]);
 */
export function jsonPatch(handle: IConstruct, operations: readonly JsonPatchOperation[]): Patch {
  return { target: { handle }, change: { kind: 'json', operations }, site: captureCallSite() };
}

/**
 * Changes objects found by kind and name, for those without a handle: a merge (an object) or JSON Patch (a
 * list). At least one object must match.
 *
 * @example
 * rawPatch({ kind: 'Service' }, { metadata: { annotations: { 'example.com/tier': 'gold' } } });
 */
export function rawPatch(
  selector: ObjectSelector,
  change: Readonly<Record<string, unknown>> | readonly JsonPatchOperation[],
): Patch {
  const site = captureCallSite();
  if (isList(change)) return { target: { selector }, change: { kind: 'json', operations: change }, site };
  return {
    target: { selector },
    change: { kind: 'merge', body: plainData(change, 'patch') as Readonly<Record<string, unknown>> },
    site,
  };
}

/**
 * Leaves an object out of one environment.
 *
 * @example
 * guestbook.overlay(dev, { patches: ({ autoscaler }) => [remove(autoscaler)] });
 */
export function remove(handle: IConstruct): Patch {
  return { target: { handle }, change: { kind: 'remove' }, site: captureCallSite() };
}

function isList(
  change: Readonly<Record<string, unknown>> | readonly JsonPatchOperation[],
): change is readonly JsonPatchOperation[] {
  return Array.isArray(change);
}
