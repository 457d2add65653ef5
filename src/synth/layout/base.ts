import type { KubeObject } from '../../manifest/kube-object.js';
import { toYaml } from '../../manifest/yaml.js';
import { fileNames } from './file-names.js';

/** The files of a base, one per object and the list of them; no file at all for a base without objects. Paths start with the directory. */
export function baseFiles(directory: string, objects: readonly KubeObject[]): readonly (readonly [path: string, content: string])[] {
  if (objects.length === 0) return [];
  const names = fileNames(objects);
  const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: names };
  return [
    [`${directory}/kustomization.yaml`, toYaml(kustomization)],
    ...objects.map((object, index) => [`${directory}/${names[index]!}`, toYaml(object)] as const),
  ];
}
