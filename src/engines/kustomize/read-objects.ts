import { type KubeObject, toKubeObject } from '../../manifest/kube-object.js';
import { parseJson } from '../../manifest/parse-json.js';

/** The objects of kustomize's JSON, exactly. */
export function readObjects(json: string, directory: string): KubeObject[] {
  // kustomize gives an array of objects with kind and name; toKubeObject checks each.
  return (parseJson(json) as readonly unknown[]).map((object) => toKubeObject(object, directory));
}
