import type { ApplicationDestination } from '../argocd/application/application.js';
import type { GroupKind } from '../argocd/project/app-project.js';

/** What an AppProject permits beyond what its Applications use. Patterns are those of Argo CD. */
export interface ProjectPermission {
  /** Why it is needed. It is written into the AppProject. */
  readonly reason: string;
  /** Further repositories: this one is always permitted. */
  readonly sourceRepos?: readonly string[];
  /** Further destinations: those of its Applications are always permitted. */
  readonly destinations?: readonly ApplicationDestination[];
  /** Further cluster-scoped kinds: those of its Applications are always permitted. */
  readonly clusterResourceWhitelist?: readonly GroupKind[];
}
