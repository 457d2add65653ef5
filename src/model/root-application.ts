import type { ArgoApplicationSettings } from './argo-application-settings.js';

/**
 * The Argo Application that brings all others. Its `syncPolicy` is merged over
 * `SyncPolicy.automated({ selfHeal: true })` without a namespace to create:
 * `SyncPolicy.with({ prune: true })` lets Argo CD delete Argo Applications that left Git, which a person does
 * otherwise.
 *
 * @example
 * new Repository({
 *   url: 'https://git.example.com/shop/gitops.git',
 *   rootApplication: { project: 'platform', syncPolicy: SyncPolicy.with({ prune: true }) },
 * });
 */
export interface RootApplicationProps
  extends Pick<ArgoApplicationSettings, 'labels' | 'annotations' | 'syncPolicy' | 'argoApplication'> {
  /** @default root */
  readonly name?: string;
  /** AppProject that it belongs to. It must permit what the root application brings. @default default */
  readonly project?: string;
  /**
   * Which files of the output it brings: a glob as Argo CD reads it, relative to the output folder.
   *
   * @default {applications/*,applicationsets/*,clusters/*,projects/*}
   */
  readonly include?: string;
  /** Which of those it leaves out: a glob. @default none */
  readonly exclude?: string;
}
