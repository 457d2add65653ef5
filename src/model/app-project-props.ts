import type { GroupKind } from '../argocd/project/app-project.js';
import type { ProjectPermission } from './project-permission.js';
import type { ProjectRole } from './project-role.js';
import type { ProjectWindow } from './project-window.js';

/** What an AppProject says in addition to what its Applications use. */
export interface AppProjectProps {
  readonly description?: string;
  /** Further permissions, each with its reason. @default what its Applications use, and nothing else */
  readonly permissions?: readonly ProjectPermission[];
  /** @default all namespaced kinds */
  readonly namespaceResourceWhitelist?: readonly GroupKind[];
  readonly namespaceResourceBlacklist?: readonly GroupKind[];
  readonly clusterResourceBlacklist?: readonly GroupKind[];
  /** What people and pipelines may do in Argo CD. */
  readonly roles?: readonly ProjectRole[];
  /** When its Argo Applications may be synced. @default always */
  readonly syncWindows?: readonly ProjectWindow[];
  /**
   * Look for objects in the namespaces of the project that no Argo Application has. `ignore` takes patterns.
   *
   * @default they are not looked for
   */
  readonly orphanedResources?: {
    /** @default true */
    readonly warn?: boolean;
    readonly ignore?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[];
  };
  /**
   * Patterns of namespaces, other than that of Argo CD, whose Argo Applications may be in the project.
   *
   * @default none
   */
  readonly sourceNamespaces?: readonly string[];
  /** GnuPG keys, one of which must have signed the commit. @default signatures are not looked at */
  readonly signatureKeys?: readonly { readonly keyID: string }[];
  /** The service account that a sync impersonates; the first entry that fits the destination counts. */
  readonly destinationServiceAccounts?: readonly {
    readonly server: string;
    readonly namespace?: string;
    readonly defaultServiceAccount: string;
  }[];
  /** Argo Applications may use clusters of this project alone. @default false */
  readonly permitOnlyProjectScopedClusters?: boolean;
  /** Labels of the AppProject. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the AppProject. Those that synth writes itself are refused. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Any other field of `metadata`, such as `finalizers`. */
  readonly metadata?: { readonly finalizers?: readonly string[]; readonly [field: string]: unknown };
  /**
   * Any other field of `spec`, exactly as Argo CD spells it. What a prop says is refused here, because it
   * would replace what the Applications need. A value of another type is an error; a field that Argo CD 3.2
   * does not know is a warning.
   */
  readonly spec?: Readonly<Record<string, unknown>>;
}
