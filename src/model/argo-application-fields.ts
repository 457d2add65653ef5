/** A patch of `spec.source.kustomize.patches`: give `patch` or `path`. */
export interface ArgoKustomizePatch {
  /** A strategic merge patch or a JSON 6902 patch, as text. */
  readonly patch?: string;
  /** A file with the patch, relative to the folder of the source. */
  readonly path?: string;
  /** The objects that the patch changes, by regular expressions and selectors. */
  readonly target?: {
    readonly group?: string;
    readonly version?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly labelSelector?: string;
    readonly annotationSelector?: string;
  };
  /** Options of kustomize, such as `{ allowNameChange: true }`. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/**
 * Fields of `spec.source.kustomize`: Argo CD adds them to the overlay's kustomization before it builds it.
 */
export interface ArgoKustomizeFields {
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  /** Images as `[<old>=]<image>[:<tag>|@<digest>]`. */
  readonly images?: readonly string[];
  readonly replicas?: readonly { readonly name: string; readonly count: number | string }[];
  readonly components?: readonly string[];
  /** Ignore a component whose folder is missing. @default false */
  readonly ignoreMissingComponents?: boolean;
  readonly patches?: readonly ArgoKustomizePatch[];
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly commonAnnotationsEnvsubst?: boolean;
  readonly forceCommonLabels?: boolean;
  readonly forceCommonAnnotations?: boolean;
  readonly labelWithoutSelector?: boolean;
  readonly labelIncludeTemplates?: boolean;
  /** The version of kustomize that Argo CD runs. */
  readonly version?: string;
  /** The version of Kubernetes that charts in the kustomization see. @default the cluster's */
  readonly kubeVersion?: string;
  /** The API versions that charts in the kustomization see. @default the cluster's */
  readonly apiVersions?: readonly string[];
  readonly [field: string]: unknown;
}

/**
 * Fields of `spec.source`. `repoURL` and `path` are the Repository's and the overlay's. The source is always
 * a kustomization, so that `helm`, `directory` and `plugin` do not apply.
 */
export interface ArgoSourceFields {
  /**
   * Branch, tag or commit, instead of the Repository's branch. Refused where a revision is promoted
   * (`follow: 'promotion'`).
   */
  readonly targetRevision?: string;
  readonly kustomize?: ArgoKustomizeFields;
  readonly [field: string]: unknown;
}

/**
 * Fields of an Argo Application beyond those that props have. Fields of a newer Argo CD may be given too.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 */
export interface ArgoApplicationFields {
  readonly metadata?: {
    readonly finalizers?: readonly string[];
    readonly [field: string]: unknown;
  };
  readonly spec?: {
    readonly source?: ArgoSourceFields;
    /** Shown in Argo CD; a URL is a link. */
    readonly info?: readonly { readonly name: string; readonly value: string }[];
    /** How many earlier syncs Argo CD remembers. */
    readonly revisionHistoryLimit?: number;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}
