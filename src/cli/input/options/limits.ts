import type { Command } from 'commander';
import { type HookOptions, withHooks } from './hooks.js';
import { count, percentage } from './numbers.js';
import { type OwnershipOptions, withOwnership } from './ownership.js';

/** What a sync may take, and how much it may delete. */
export interface LimitOptions extends HookOptions, OwnershipOptions {
  readonly prune?: boolean;
  readonly pruneProtected?: boolean;
  readonly pruneOrphaned?: boolean;
  readonly maxPrune?: number;
  readonly maxPrunePercent?: number;
  readonly maxPruneApplications?: number;
  readonly allowEmpty?: boolean;
  readonly confirmPrune?: boolean;
  readonly impersonate?: boolean;
}

export function withLimits(command: Command): Command {
  const limited = command
    .option('--prune', "delete what left Git (default: the Argo Application's sync policy)")
    .option('--no-prune', 'delete nothing')
    .option('--prune-protected', 'delete Namespaces, CustomResourceDefinitions and volumes too')
    .option('--prune-orphaned', 'delete what Argo Applications that are no longer in Git had applied')
    .option(
      '--max-prune-applications <number>',
      'refuse --prune-orphaned for more Argo Applications at once (default: 5)',
      count,
    )
    .option('--max-prune <number>', 'refuse to delete more objects of one Argo Application (default: 100)', count)
    .option(
      '--max-prune-percent <percent>',
      'refuse to delete a larger share of one Argo Application, where that is 6 objects or more (default: 50)',
      percentage,
    )
    .option('--allow-empty', 'let pruning delete the last object of an Argo Application')
    .option('--confirm-prune', 'delete what left Git and asks for a confirmation, by the sync option Prune=confirm')
    .option('--impersonate', 'act as the service account of the AppProject (default: as argocd-cm in Git says)')
    .option('--no-impersonate', 'act as whoever runs it, whatever argocd-cm says');
  return withHooks(withOwnership(limited));
}
