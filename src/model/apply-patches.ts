import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import jsonPatchLibrary from 'fast-json-patch';
import { GitopsError } from '../errors.js';
import { deepEqual } from '../manifest/equality.js';
import { describeObject, groupOf } from '../manifest/identity.js';
import { isKubeObject, type KubeObject } from '../manifest/kube-object.js';
import { sortKeys, type TreeObject } from './build-tree.js';
import { mergePatch } from './merge-patch.js';
import { isSelector, type JsonPatchOperation, type ObjectSelector, type Patch, type PatchChange } from './patch.js';
import { RawObject } from './raw-object.js';

/**
 * The objects after all patches, in order. Every patch must change something: one that hits nothing is a
 * mistake, whatever kustomize thinks of it.
 *
 * @throws GitopsError MODEL_INVALID_PATCH, all together, each with the line of its patch
 */
export function applyPatches(
  objects: readonly TreeObject[],
  patches: readonly Patch[],
  where: string,
): readonly TreeObject[] {
  const problems: GitopsError[] = [];
  const patched = patches.reduce((current, patch) => {
    try {
      return applyOne(current, patch);
    } catch (error) {
      if (!(error instanceof PatchRefusal)) throw error;
      for (const reason of error.reasons) problems.push(invalidPatch(patch, where, reason));
      return current;
    }
  }, objects);
  GitopsError.throwAll(problems);
  return patched;
}

/** Why one patch cannot be applied; never leaves this file. */
class PatchRefusal {
  constructor(readonly reasons: readonly string[]) {}
}

function applyOne(objects: readonly TreeObject[], patch: Patch): readonly TreeObject[] {
  const { _target: target, _change: change } = patch;
  const targets = isSelector(target) ? targetsOfSelector(objects, target) : [targetOfHandle(objects, target)];
  if (change.kind === 'remove') return objects.filter((object) => !targets.includes(object));
  return objects.map((entry) =>
    targets.includes(entry) ? { ...entry, object: changed(entry.object, change) } : entry,
  );
}

function targetOfHandle(objects: readonly TreeObject[], handle: IConstruct): TreeObject {
  const construct = standsFor(handle);
  const found = objects.find((entry) => entry.construct === construct);
  if (found) return found;
  const below = objects.filter((entry) => entry.construct.node.scopes.includes(handle));
  if (below.length === 1) return below[0]!;
  const path = (handle as Partial<IConstruct> | undefined)?.node?.path ?? String(handle);
  if (below.length > 1) throw new PatchRefusal([`'${path}' represents ${below.length} objects; patch one of them`]);
  throw new PatchRefusal([
    `'${path}' is not an object of this build; use the handles given to patches: (handles) => …`,
  ]);
}

function standsFor(handle: IConstruct): IConstruct | undefined {
  if (!handle?.node) return undefined;
  if (ApiObject.isApiObject(handle) || RawObject.is(handle)) return handle;
  return handle.node.defaultChild ? standsFor(handle.node.defaultChild) : undefined;
}

function targetsOfSelector(objects: readonly TreeObject[], selector: ObjectSelector): readonly TreeObject[] {
  const { kind, name, group, namespace, ...unknown } = selector;
  const [key] = Object.keys(unknown);
  if (key !== undefined) throw new PatchRefusal([`a selector has no '${key}'; it has kind, name, group and namespace`]);
  const matching = objects.filter(
    ({ object }) =>
      object.kind === kind &&
      (name === undefined || object.metadata.name === name) &&
      (group === undefined || groupOf(object.apiVersion) === group) &&
      (namespace === undefined || object.metadata.namespace === namespace),
  );
  if (matching.length > 0) return matching;
  const names = objects.filter(({ object }) => object.kind === kind).map(({ object }) => `'${object.metadata.name}'`);
  const found = names.length > 0 ? ` (there is ${names.join(', ')})` : '';
  throw new PatchRefusal([`there is no ${describeSelector(selector)}${found}`]);
}

function describeSelector({ kind, name, group, namespace }: ObjectSelector): string {
  return [
    kind,
    ...(name === undefined ? [] : [`'${name}'`]),
    ...(group === undefined ? [] : [`of the group '${group}'`]),
    ...(namespace === undefined ? [] : [`that names the namespace '${namespace}'`]),
  ].join(' ');
}

function changed(object: KubeObject, change: Exclude<PatchChange, { readonly kind: 'remove' }>): KubeObject {
  const value = change.kind === 'merge' ? merged(object, change.body) : jsonPatched(object, change.operations);
  if (!isKubeObject(value))
    throw new PatchRefusal([`it takes apiVersion, kind or name away from ${describeObject(object)}`]);
  if (deepEqual(value, object)) throw new PatchRefusal([`it changes nothing in ${describeObject(object)}`]);
  return sortKeys(value);
}

function merged(object: KubeObject, body: Readonly<Record<string, unknown>>): unknown {
  const { value, refusals } = mergePatch(object, body, { keyedLists: isBuiltIn(object) });
  if (refusals.length > 0) throw new PatchRefusal(refusals.map((refusal) => `${refusal} (${describeObject(object)})`));
  return value;
}

function jsonPatched(object: KubeObject, operations: readonly JsonPatchOperation[]): unknown {
  try {
    return jsonPatchLibrary.applyPatch(
      structuredClone(object) as object,
      structuredClone([...operations]) as never[],
      true,
    ).newDocument;
  } catch (error) {
    const { name, message, operation } = error as {
      name?: string;
      message?: string;
      operation?: { op?: string; path?: string };
    };
    const reason = name === 'TEST_OPERATION_FAILED' ? 'the test failed' : (message ?? String(error)).split('\n')[0]!;
    throw new PatchRefusal([
      `${operation?.op ?? 'a step'} '${operation?.path ?? ''}' of ${describeObject(object)}: ${reason}`,
    ]);
  }
}

/** Kinds whose lists have the merge keys of Kubernetes' API; custom kinds have none. */
function isBuiltIn(object: KubeObject): boolean {
  return ['', 'apps', 'batch'].includes(groupOf(object.apiVersion));
}

function invalidPatch({ _site: site }: Patch, where: string, reason: string): GitopsError {
  return new GitopsError('MODEL_INVALID_PATCH', `a patch of '${where}' cannot be applied: ${reason}`, {
    hint: 'Correct or remove the patch.',
    constructPath: where,
    source: site.location,
  });
}
