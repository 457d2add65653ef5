import { groupOf, versionOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
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
 * The patch that turns `base` into `target`: strategic-merge where that is exact and not much longer, JSON6902 otherwise.
 *
 * @param all every object that the overlay's kustomization loads
 * @returns undefined when a JSON6902 patch is needed and its target would also hit another object
 */
export function patchEntry(base: KubeObject, target: KubeObject, all: readonly KubeObject[]): PatchText | undefined {
  const strategic = strategicPatch(base, target);
  const strategicText = strategic && toYaml(strategic);
  const jsonText = toYaml(jsonPatch(base, target));
  if (strategicText !== undefined && lines(strategicText) <= LINES_ALLOWED + MUCH_SHORTER * lines(jsonText)) return { text: strategicText };
  const selector = targetOf(base);
  if (all.filter((object) => isSelected(selector, object)).length === 1) return { text: jsonText, target: selector };
  return strategicText === undefined ? undefined : { text: strategicText };
}

/** The patch that leaves an object of the base out. */
export function deletePatch({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): PatchText {
  return { text: toYaml({ $patch: 'delete', apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } }) };
}

function targetOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Readonly<Record<string, string>> {
  const group = groupOf(apiVersion);
  return { ...(group ? { group } : {}), version: versionOf(apiVersion), kind, ...(namespace ? { namespace } : {}), name };
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
