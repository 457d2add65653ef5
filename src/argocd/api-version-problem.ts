import type { KubeObject } from '../manifest/kube-object.js';
import type { ShapeProblem } from '../manifest/shape.js';

const API_VERSION = 'argoproj.io/v1alpha1';

/** Argo CD has one version of its resources: any other is refused by the API server. Pure. */
export function apiVersionProblem({ apiVersion }: Pick<KubeObject, 'apiVersion'>): readonly ShapeProblem[] {
  if (apiVersion === API_VERSION) return [];
  return [
    { path: 'apiVersion', message: 'is none of Argo CD', value: apiVersion, hint: `Write apiVersion: ${API_VERSION}.` },
  ];
}
