import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { collect } from '../../input/options/collect.js';
import { withOutput } from '../../input/options/output.js';
import { withAccess, withRepository, withRevision } from '../../input/options/revision.js';
import type { OrphansOptions } from './orphans-options.js';

export function orphansCommand(cli: Cli): Command {
  const command = new Command('orphans')
    .summary('show what left Git, and what nobody owns')
    .description(
      'Show what Argo Applications that left Git had applied, and objects that were delivered and that nobody owns. Exit 2 when there is any.',
    )
    .option(
      '-c, --cluster <name>',
      'only this cluster, also one that left Git (several: repeat it, or commas)',
      collect,
    )
    .option(
      '--tracked',
      'look at every object, also for tracking by Argo Applications that neither Git nor the cluster has',
    )
    .option('--any-repository', 'show also what was synced from another Git repository')
    .addHelpText('after', EXAMPLES);
  return withOutput(withAccess(withRepository(withRevision(command)))).action(
    action<OrphansOptions>(cli, async (options) => (await import('./run-orphans.js')).runOrphans(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops orphans
  gitops orphans --cluster old --access access.yaml     # a cluster that left Git
  gitops orphans --tracked --output json

'gitops delete --application NAME' deletes what an Argo Application left, or forgets it with --cascade orphan.
`;
