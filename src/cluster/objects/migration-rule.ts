import { optionIn } from '../../argocd/sync/sync-options.js';
import type { DesiredApplication } from './desired.js';
import type { MigrationRule } from './migrate-ownership.js';

/**
 * Whose fields an Argo Application takes over: every deployment tool's, unless it says
 * `ClientSideApplyMigration=false`.
 */
export function migrationRule({
  syncOptions,
  migrationManager,
}: Pick<DesiredApplication, 'syncOptions' | 'migrationManager'>): MigrationRule {
  const enabled = optionIn(syncOptions, 'ClientSideApplyMigration') !== 'false';
  return { enabled, manager: migrationManager };
}
