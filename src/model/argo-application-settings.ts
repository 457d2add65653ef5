import type { ArgoApplicationFields } from './argo-application-fields.js';
import type { IgnoreDifferences } from './ignore-differences.js';
import type { SyncPolicy } from './sync-policy.js';

/** What an Argo Application is made of: the ids. */
export interface ArgoApplicationPlace {
  /** Id of the Application. */
  readonly application: string;
  /** Id of the Environment. */
  readonly environment: string;
  /** Id of the Cluster. */
  readonly cluster: string;
}

/**
 * What can be said of Argo Applications, for all of a Repository, an Environment or an Application, or for an
 * overlay. The innermost wins, in the order Repository, Environment, Application, overlay: maps are merged by
 * key, `syncPolicy` as SyncPolicy says, and `ignoreDifferences` adds up.
 */
export interface ArgoApplicationSettings {
  /**
   * Names the Argo Applications. It must depend on nothing but its argument. A name has to be a DNS label of
   * at most 63 characters, and has to be unique. An Argo Application that gets another name needs
   * `repository.moved(…)` for one commit.
   *
   * @default `<application>-<environment>`, and `-<cluster>` where the Environment has `clusters`
   */
  readonly argoApplicationName?: (place: ArgoApplicationPlace) => string;
  /**
   * The folder below `applications/` of the output for the file of an Argo Application, such as `eu/prod`.
   *
   * @default the id of the Environment
   */
  readonly argoApplicationFolder?: (place: ArgoApplicationPlace) => string;
  /** Labels of the Argo Application. Those that synth writes itself (`cdk8s-gitops.io/…`) are refused. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations of the Argo Application, such as notifications. Those that synth writes itself are refused;
   * the sync wave is given as `wave`.
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Sync wave of the Argo Application among the others. @default 0 */
  readonly wave?: number;
  /** @default SyncPolicy.manual() */
  readonly syncPolicy?: SyncPolicy;
  /** Differences that do not count, in addition to those of the levels above. */
  readonly ignoreDifferences?: readonly IgnoreDifferences[];
  /**
   * Any other field of the Argo Application, exactly as Argo CD spells it. What the props say already is
   * refused here; a field of another type is an error, and one that Argo CD 3.2 does not know a warning.
   *
   * @example
   * const info = [{ name: 'team', value: 'shop' }];
   * new Environment(repository, 'dev', { cluster: eu, argoApplication: { spec: { revisionHistoryLimit: 3, info } } });
   */
  readonly argoApplication?: ArgoApplicationFields;
}
