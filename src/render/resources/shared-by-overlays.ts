import { deepEqual } from '../../manifest/equality.js';
import { groupBy } from '../../manifest/group-by.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Found } from './argo-resources.js';
import { isArgo, isSettings } from './find-resources.js';
import { settingsData } from './settings-data.js';

/**
 * The AppProjects, cluster Secrets and settings that overlays of several Argo CDs have in the same form, so
 * that they also hold for the files outside of the overlays. Settings that differ are those on which all
 * agree. Pure.
 *
 * @param objects the Argo CD resources of all these overlays
 */
export function sharedByOverlays(objects: readonly Found<KubeObject>[]): readonly Found<KubeObject>[] {
  const facts = objects.filter(({ resource }) => isFact(resource));
  const named = groupBy(facts, ({ resource }) => `${resource.kind}/${resource.metadata.name}`);
  return [...named.values()].flatMap(([first, ...others]): Found<KubeObject>[] => {
    if (first === undefined) return [];
    if (others.every(({ resource }) => deepEqual(resource, first.resource))) return [first];
    return isSettings(first.resource) ? [{ ...first, resource: agreed(first.resource, others) }] : [];
  });
}

/** What a check needs to know about an Argo CD, and not what it delivers. */
function isFact(resource: KubeObject): boolean {
  return isSettings(resource) || resource.kind === 'Secret' || isArgo(resource, 'AppProject');
}

function agreed(settings: KubeObject, others: readonly Found<KubeObject>[]): KubeObject {
  const all = others.map(({ resource }) => settingsData(resource));
  const entries = Object.entries(settingsData(settings));
  return {
    ...settings,
    data: Object.fromEntries(entries.filter(([key, value]) => all.every((data) => deepEqual(data[key], value)))),
  };
}
