/** Fields of `spec.source.kustomize`: Argo CD applies them to what kustomize makes of the overlay. */
export interface ArgoKustomizeFields {
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  /** `[<old>=]<image>[:<tag>|@<digest>]`. */
  readonly images?: readonly string[];
  readonly replicas?: readonly { readonly name: string; readonly count: number | string }[];
  readonly components?: readonly string[];
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly commonAnnotationsEnvsubst?: boolean;
  readonly forceCommonLabels?: boolean;
  readonly forceCommonAnnotations?: boolean;
  readonly labelWithoutSelector?: boolean;
  readonly labelIncludeTemplates?: boolean;
  readonly version?: string;
  readonly [field: string]: unknown;
}

/** Fields of `spec.source`. `repoURL` and `path` are the Repository's and the overlay's. */
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
