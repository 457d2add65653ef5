import type { ObjectMetadata } from '../../manifest/kube-object.js';
import type { TypeOf } from '../../manifest/shape.js';
import type { APPLICATION_SHAPE } from './application-shape.js';
import type { SOURCE_SHAPE } from './source-shape.js';

/** Where an Argo Application deploys to: exactly one of `server` and `name`. */
export interface ApplicationDestination {
  /** URL of the API server; `https://kubernetes.default.svc` is the cluster Argo CD runs in. */
  readonly server?: string;
  /** Name of the cluster Secret. */
  readonly name?: string;
  /** The namespace of every namespaced object whose manifest has no namespace. */
  readonly namespace?: string;
}

/** Where the manifests of an Argo Application come from. Unknown fields are kept. */
export type ApplicationSource = TypeOf<typeof SOURCE_SHAPE> & { readonly [field: string]: unknown };

/** `spec.syncPolicy` of an Argo Application. Absent `automated` means manual. */
export interface ApplicationSyncPolicy {
  readonly automated?: {
    readonly enabled?: boolean;
    readonly prune?: boolean;
    readonly selfHeal?: boolean;
    readonly allowEmpty?: boolean;
  };
  /** Sync options exactly as Argo CD spells them, such as `CreateNamespace=true`. */
  readonly syncOptions?: readonly string[];
  readonly retry?: {
    readonly limit?: number;
    readonly refresh?: boolean;
    readonly backoff?: { readonly duration?: string; readonly factor?: number; readonly maxDuration?: string };
  };
  readonly managedNamespaceMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/**
 * The custom resource `argoproj.io/v1alpha1` Application: the unit of render, plan, inventory, lock and
 * history.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 */
export interface ArgoApplication {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Application';
  readonly metadata: ObjectMetadata;
  readonly spec: TypeOf<typeof APPLICATION_SHAPE> & { readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}
