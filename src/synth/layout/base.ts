import type { KubeObject } from '../../manifest/kube-object.js';
import { toYaml } from '../../manifest/yaml.js';
import { fileNames } from './file-names.js';

/** Paths are relative to the output folder. */
export type File = readonly [path: string, content: string];

/**
 * The files of a base, one per object and the list of them; no file at all for a base without objects. Paths
 * start with the directory.
 */
export function baseFiles(directory: string, objects: readonly KubeObject[]): readonly File[] {
  if (objects.length === 0) return [];
  const names = fileNames(objects);
  const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: names };
  return [
    [`${directory}/kustomization.yaml`, toYaml(kustomization)],
    ...objects.map((object, index) => [`${directory}/${names[index]!}`, toYaml(object)] as const),
  ];
}
