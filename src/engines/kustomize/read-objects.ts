import { type KubeObject, toKubeObject } from '../../manifest/kube-object.js';
import { parseJson } from '../../manifest/parse-json.js';

/** The objects in kustomize's JSON, with exact values. */
export function readObjects(json: string, directory: string): KubeObject[] {
  // kustomize returns an array of objects with kind and name; toKubeObject checks each.
  return (parseJson(json) as readonly unknown[]).map((object) => toKubeObject(object, directory));
}
