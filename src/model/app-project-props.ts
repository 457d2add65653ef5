import type { ApplicationDestination } from '../argocd/application/application.js';
import type { GroupKind } from '../argocd/project/app-project.js';

/** What an AppProject allows in addition to what its Applications use. */
export interface AppProjectProps {
  readonly description?: string;
  /** Further repositories: this one is always allowed. */
  readonly sourceRepos?: readonly string[];
  /** Further destinations: those of its Applications are always allowed. */
  readonly destinations?: readonly ApplicationDestination[];
  /** Further cluster-scoped kinds: those of its Applications are always allowed. */
  readonly clusterResourceWhitelist?: readonly GroupKind[];
  /** @default all namespaced kinds */
  readonly namespaceResourceWhitelist?: readonly GroupKind[];
  readonly namespaceResourceBlacklist?: readonly GroupKind[];
  readonly clusterResourceBlacklist?: readonly GroupKind[];
  /** Labels of the AppProject. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the AppProject. Those that synth writes itself are refused. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Any other field of `metadata`, such as `finalizers`. */
  readonly metadata?: { readonly finalizers?: readonly string[]; readonly [field: string]: unknown };
  /**
   * Any other field of `spec`, exactly as Argo CD spells it: roles, syncWindows, orphanedResources, … What a
   * prop says is refused here, because it would replace what the Applications need. A value of another type
   * is an error; a field that Argo CD 3.2 does not know is a warning.
   */
  readonly spec?: Readonly<Record<string, unknown>>;
}
