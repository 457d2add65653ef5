import type { Construct } from 'constructs';
import type { AnyApplicationSettings } from './any-application.js';
import type { OnlyIn } from './only-in.js';
import type { AnyOverlaySettings } from './overlay.js';
import { SourceApplication } from './source-application.js';
import { DIRECTORY } from './sources/directory-kind.js';
import type { DirectoryOptions } from './sources/directory-options.js';
import type { FolderChange, FolderReference } from './sources/references.js';
import type { SourceKind } from './sources/source-kind.js';
import type { SourceSettings } from './sources/source-settings.js';

/** A folder of manifests, and what all environments share. */
export interface DirectoryApplicationProps extends AnyApplicationSettings, DirectoryOptions, OnlyIn, SourceSettings {
  /** The folder with the manifests. */
  readonly from: FolderReference;
}

/** What one cluster of an environment says beyond the overlay. */
export interface DirectoryChanges extends DirectoryOptions, SourceSettings {
  /**
   * Another folder, or another revision of the folder: `{ revision: 'v2.2.0' }`. A pin replaces the revision.
   */
  readonly from?: FolderChange;
}

/** What an environment says beyond the base. */
export interface DirectoryOverlayProps extends AnyOverlaySettings, DirectoryChanges {
  readonly clusters?: Readonly<Record<string, DirectoryChanges>>;
}

/**
 * A folder of manifests (YAML, JSON, Jsonnet) of this repository, or of another Git repository. Argo CD reads
 * it as it is.
 *
 * @example
 * new DirectoryApplication(repository, 'policies', {
 *   from: { path: 'policies' },
 *   recurse: true,
 *   exclude: '*.test.yaml',
 *   clusterScopedKinds: [{ group: 'kyverno.io', kind: 'ClusterPolicy' }],
 * }).overlay(prod);
 */
export class DirectoryApplication extends SourceApplication<DirectoryApplicationProps, DirectoryOverlayProps> {
  constructor(scope: Construct, id: string, props: DirectoryApplicationProps) {
    super(scope, id, props);
  }

  /** @internal */
  protected override _kind(): SourceKind {
    return DIRECTORY;
  }
}
