/** One kind as the API server serves it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, lower case, as in paths. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** True when its status is written apart from the rest, as a controller does. */
  readonly hasStatus?: boolean;
}

/** What an API server serves. Immutable; discover again after CRDs were applied. */
export interface Discovery {
  /** The kind in exactly this version, if it is served. */
  find(apiVersion: string, kind: string): ApiResource | undefined;
  /** The kind in the server's preferred version. */
  preferred(group: string, kind: string): ApiResource | undefined;
  /** Every kind that is served, each once: in its group's preferred version. */
  readonly kinds: readonly ApiResource[];
  /** Groups whose discovery failed (an aggregated APIService that is down): never prune their kinds. */
  readonly unavailableGroups: readonly string[];
}
