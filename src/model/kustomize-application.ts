import type { Construct } from 'constructs';
import type { AnyApplicationSettings } from './any-application.js';
import type { OnlyIn } from './only-in.js';
import type { AnyOverlaySettings } from './overlay.js';
import { SourceApplication } from './source-application.js';
import { KUSTOMIZE } from './sources/kustomize-kind.js';
import type { KustomizeOptions } from './sources/kustomize-options.js';
import type { FolderChange, FolderReference } from './sources/references.js';
import type { SourceKind } from './sources/source-kind.js';
import type { SourceSettings } from './sources/source-settings.js';

/** A kustomization, and what all environments share. */
export interface KustomizeApplicationProps extends AnyApplicationSettings, KustomizeOptions, OnlyIn, SourceSettings {
  /** The folder with the kustomization. */
  readonly from: FolderReference;
}

/** What one cluster of an environment says beyond the overlay. */
export interface KustomizeChanges extends KustomizeOptions, SourceSettings {
  /**
   * Another folder, or another revision of the folder: `{ revision: 'v2.2.0' }`. A pin replaces the revision.
   */
  readonly from?: FolderChange;
}

/** What an environment says beyond the base. */
export interface KustomizeOverlayProps extends AnyOverlaySettings, KustomizeChanges {
  readonly clusters?: Readonly<Record<string, KustomizeChanges>>;
}

/**
 * A kustomization of this repository, or of another Git repository. Argo CD builds it.
 *
 * @example
 * const dashboard = new KustomizeApplication(repository, 'dashboard', {
 *   from: { repository: 'https://git.example.com/team/dashboard.git', path: 'deploy/base', revision: 'v2.1.0' },
 *   images: ['registry.example.com/dashboard:2.1.3'],
 * });
 * dashboard.overlay(prod, {
 *   replicas: { dashboard: 3 },
 *   patches: [patch({ kind: 'Service', name: 'dashboard' }, { spec: { type: 'LoadBalancer' } })],
 * });
 */
export class KustomizeApplication extends SourceApplication<KustomizeApplicationProps, KustomizeOverlayProps> {
  constructor(scope: Construct, id: string, props: KustomizeApplicationProps) {
    super(scope, id, props);
  }

  /** @internal */
  protected override _kind(): SourceKind {
    return KUSTOMIZE;
  }
}
