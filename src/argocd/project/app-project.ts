import type { ObjectMetadata } from '../../manifest/kube-object.js';
import type { ApplicationDestination } from '../application/application.js';

/** A kind in an AppProject's lists; globs are allowed. */
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
  readonly spec: {
    readonly description?: string;
    readonly sourceRepos: readonly string[];
    readonly destinations: readonly ApplicationDestination[];
    /** Empty or absent: no cluster-scoped kind is allowed. */
    readonly clusterResourceWhitelist?: readonly GroupKind[];
    /** Absent: every namespaced kind is allowed; empty: none. */
    readonly namespaceResourceWhitelist?: readonly GroupKind[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}
