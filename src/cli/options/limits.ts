import { type Command, Option } from 'commander';
import { count, percentage } from './numbers.js';

/** What a sync may take, and how much it may delete. */
export interface LimitOptions {
  readonly prune?: boolean;
  readonly pruneProtected?: boolean;
  readonly pruneOrphaned?: boolean;
  readonly maxPrune?: number;
  readonly maxPrunePercent?: number;
  readonly allowEmpty?: boolean;
  readonly adopt?: boolean;
  readonly conflicts: 'auto' | 'take' | 'yield' | 'fail';
}

export function withLimits(command: Command): Command {
  return command
    .option('--prune', "delete what left Git (default: the Argo Application's sync policy)")
    .option('--no-prune', 'delete nothing')
    .option('--prune-protected', 'delete Namespaces, CustomResourceDefinitions and volumes too')
    .option('--prune-orphaned', 'delete what Argo Applications that are no longer in Git had applied')
    .option('--max-prune <number>', 'refuse to delete more objects of one Argo Application (default: 100)', count)
    .option(
      '--max-prune-percent <percent>',
      'refuse to delete a larger share of one Argo Application, where that is 6 objects or more (default: 50)',
      percentage,
    )
    .option('--allow-empty', 'let pruning delete the last object of an Argo Application')
    .option('--adopt', 'take over objects that exist and belong to nobody')
    .addOption(
      new Option(
        '--conflicts <policy>',
        "fields that another manager owns: take them, yield, fail, or auto (take from people's tools, yield replicas to an autoscaler, fail otherwise)",
      )
        .choices(['auto', 'take', 'yield', 'fail'])
        .default('auto'),
    );
}
