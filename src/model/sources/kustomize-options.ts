import type { Patch } from '../patch.js';

/** What Argo CD lets kustomize do with a kustomization. It is applied to the objects of the kustomization. */
export interface KustomizeOptions {
  /** Images that replace others, as `[<old>=]<image>[:<tag>|@<digest>]`. Pins replace them. @default none */
  readonly images?: readonly string[];
  /** Replicas by the name of the object. @default those of the kustomization */
  readonly replicas?: Readonly<Record<string, number>>;
  /**
   * Changes of single objects, by selector. kustomize applies them, so that a patch which finds nothing is an
   * error of the render, and not of synth.
   *
   * @default none
   */
  readonly patches?: readonly Patch[];
  /** Folders of components, relative to the kustomization. @default none */
  readonly components?: readonly string[];
  /** Ignore a component whose folder is missing. @default false */
  readonly ignoreMissingComponents?: boolean;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  /**
   * The namespace that kustomize writes into every object. @default none: objects without a namespace get
   * that of the overlay
   */
  readonly setNamespace?: string;
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  /** Replace `$ARGOCD_APP_NAME` and the like in annotations. @default false */
  readonly commonAnnotationsEnvsubst?: boolean;
  /** Replace labels of the kustomization that have other values. @default false: an error */
  readonly forceCommonLabels?: boolean;
  /** Replace annotations of the kustomization that have other values. @default false: an error */
  readonly forceCommonAnnotations?: boolean;
  /** Add the labels to metadata alone, and not to selectors. @default false */
  readonly labelWithoutSelector?: boolean;
  /** With `labelWithoutSelector`, also in templates of pods. @default false */
  readonly labelIncludeTemplates?: boolean;
  /** The version of Kubernetes that charts in the kustomization see. @default the cluster's */
  readonly kubeVersion?: string;
  /** The API versions that charts in the kustomization see. @default the cluster's */
  readonly apiVersions?: readonly string[];
  /** The version of kustomize that Argo CD runs, if it has several. @default Argo CD's own */
  readonly kustomizeVersion?: string;
}
