import type { KubeObject } from '../manifest/kube-object.js';
import type { ShapeProblem } from '../manifest/shape.js';

const API_VERSION = 'argoproj.io/v1alpha1';

/**
 * The problem of a resource whose `apiVersion` is not Argo CD's only one: the API server refuses it. Pure.
 */
export function apiVersionProblem({ apiVersion }: Pick<KubeObject, 'apiVersion'>): readonly ShapeProblem[] {
  if (apiVersion === API_VERSION) return [];
  return [
    {
      path: 'apiVersion',
      message: 'is not that of Argo CD',
      value: apiVersion,
      hint: `Write apiVersion: ${API_VERSION}.`,
    },
  ];
}
