import { groupOf, versionOf } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { toYaml } from '../../manifest/yaml.js';
import { jsonPatch } from './json-patch.js';
import { strategicPatch } from './strategic-patch.js';

/** What is written for one object that an overlay changes. */
export interface PatchText {
  readonly text: string;
  /** Which objects a JSON6902 patch changes; strategic-merge patches name their object themselves. */
  readonly target?: Readonly<Record<string, string>>;
}

/** A JSON6902 patch says indices where a strategic one says names: it must be much shorter to read better. */
const MUCH_SHORTER = 3;
const LINES_ALLOWED = 12;

/**
 * The patch that turns `base` into `target`: strategic-merge where that is exact and not much longer,
 * JSON6902 otherwise.
 *
 * @param all every object that the overlay's kustomization loads
 * @returns undefined when kustomize would do more or something else: a JSON6902 patch is needed and its
 * target also hits another object, or a string does not survive
 */
export function patchEntry(base: KubeObject, target: KubeObject, all: readonly KubeObject[]): PatchText | undefined {
  if ([base, target].some(hasFragileAnnotation)) return undefined;
  const strategic = strategicPatch(base, target);
  const strategicText = strategic && toYaml(strategic);
  const jsonText = toYaml(jsonPatch(base, target));
  if (strategicText !== undefined && lines(strategicText) <= LINES_ALLOWED + MUCH_SHORTER * lines(jsonText))
    return { text: strategicText };
  const selector = targetOf(base);
  const exact =
    ![base, target].some(hasFragileString) && all.filter((object) => isSelected(selector, object)).length === 1;
  if (exact) return { text: jsonText, target: selector };
  return strategicText === undefined ? undefined : { text: strategicText };
}

/** The patch that leaves an object of the base out. */
export function deletePatch({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): PatchText {
  return {
    text: toYaml({ $patch: 'delete', apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } }),
  };
}

/** kustomize rewrites the annotations of a patched object, and then reads such a string as a number. */
function hasFragileAnnotation({ metadata: { annotations } }: KubeObject): boolean {
  return (
    isRecord(annotations) &&
    Object.values(annotations).some((value) => typeof value === 'string' && /^[-+.\d].*[_oO]/.test(value))
  );
}

/**
 * After a JSON6902 patch kustomize rewrites the object: lines after a leading tab come out as a block that it
 * cannot read.
 */
function hasFragileString(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith('\t') && value.includes('\n');
  if (Array.isArray(value)) return value.some(hasFragileString);
  return isRecord(value) && Object.values(value).some(hasFragileString);
}

function targetOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Readonly<Record<string, string>> {
  const group = groupOf(apiVersion);
  return {
    ...(group ? { group } : {}),
    version: versionOf(apiVersion),
    kind,
    ...(namespace ? { namespace } : {}),
    name,
  };
}

/** kustomize takes each part of a target for a regular expression, and a part that is absent for a match. */
function isSelected(selector: Readonly<Record<string, string>>, object: KubeObject): boolean {
  const parts: Readonly<Record<string, string>> = {
    group: groupOf(object.apiVersion),
    version: versionOf(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? 'default',
    name: object.metadata.name,
  };
  return Object.entries(selector).every(([part, pattern]) => {
    try {
      return new RegExp(`^(?:${pattern})$`).test(parts[part] ?? '');
    } catch {
      return false;
    }
  });
}

function lines(text: string): number {
  return text.split('\n').length;
}
