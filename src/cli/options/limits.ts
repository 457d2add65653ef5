import { type Command, Option } from 'commander';
import { collect } from './collect.js';
import { count, percentage } from './numbers.js';

/** What a sync may take, and how much it may delete. */
export interface LimitOptions {
  readonly prune?: boolean;
  readonly pruneLimit?: number;
  readonly prunePercentage?: number;
  readonly pruneKind?: readonly string[];
  readonly pruneOrphaned?: boolean;
  readonly allowEmpty?: boolean;
  readonly adopt?: boolean;
  readonly conflicts?: 'yield' | 'take' | 'fail';
}

export function withLimits(command: Command): Command {
  return command
    .option('--prune', "delete what left Git (default: the Argo Application's sync policy)")
    .option('--no-prune', 'delete nothing')
    .option('--prune-limit <number>', 'refuse to delete more objects than this in one Argo Application', count)
    .option('--prune-percentage <percent>', 'refuse to delete a larger share of the objects of one Argo Application', percentage)
    .option(
      '--prune-kind <kind>',
      'also delete this guarded kind: Namespace, CustomResourceDefinition or PersistentVolumeClaim (several: repeat it, or commas)',
      collect,
    )
    .option('--prune-orphaned', 'delete what Argo Applications that are no longer in Git had applied')
    .option('--allow-empty', 'let pruning delete the last object of an Argo Application')
    .option('--adopt', 'take over objects that exist and belong to nobody')
    .addOption(new Option('--conflicts <policy>', 'when another field manager owns a field').choices(['yield', 'take', 'fail']));
}
