import type { ObjectMetadata } from '../../manifest/kube-object.js';
import type { TypeOf } from '../../manifest/shape.js';
import type { APP_PROJECT_SHAPE } from './app-project-shape.js';

/** A kind in the lists of an AppProject. Both fields are globs. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/**
 * The custom resource `argoproj.io/v1alpha1` AppProject: what its Applications may deploy, from where and to
 * where.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/
 */
export interface ArgoAppProject {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'AppProject';
  readonly metadata: ObjectMetadata;
  readonly spec: TypeOf<typeof APP_PROJECT_SHAPE> & { readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}
