import type { Construct } from 'constructs';
import type { AnyApplicationSettings } from './any-application.js';
import type { OnlyIn } from './only-in.js';
import type { AnyOverlaySettings } from './overlay.js';
import { SourceApplication } from './source-application.js';
import { PLUGIN } from './sources/plugin-kind.js';
import type { PluginOptions } from './sources/plugin-options.js';
import type { FolderChange, FolderReference } from './sources/references.js';
import type { SourceKind } from './sources/source-kind.js';
import type { SourceSettings } from './sources/source-settings.js';

/** A folder for a config management plugin, and what all environments share. */
export interface PluginApplicationProps extends AnyApplicationSettings, PluginOptions, OnlyIn, SourceSettings {
  /** The folder that the plugin gets. */
  readonly from: FolderReference;
}

/** What one cluster of an environment says beyond the overlay. */
export interface PluginChanges extends PluginOptions, SourceSettings {
  /**
   * Another folder, or another revision of the folder: `{ revision: 'v2.2.0' }`. A pin replaces the revision.
   */
  readonly from?: FolderChange;
}

/** What an environment says beyond the base. */
export interface PluginOverlayProps extends AnyOverlaySettings, PluginChanges {
  readonly clusters?: Readonly<Record<string, PluginChanges>>;
}

/**
 * A folder from which a config management plugin of Argo CD makes objects. Only Argo CD can run it: `render`,
 * `diff` and `sync` refuse it with `RENDER_UNSUPPORTED`.
 *
 * @example
 * new PluginApplication(repository, 'reports', {
 *   from: { path: 'reports' },
 *   plugin: 'cue-v1',
 *   env: { STAGE: 'base' },
 *   parameters: { regions: ['eu', 'us'] },
 * }).overlay(prod, { env: { STAGE: 'prod' } });
 */
export class PluginApplication extends SourceApplication<PluginApplicationProps, PluginOverlayProps> {
  constructor(scope: Construct, id: string, props: PluginApplicationProps) {
    super(scope, id, props);
  }

  /** @internal */
  protected override _kind(): SourceKind {
    return PLUGIN;
  }
}
