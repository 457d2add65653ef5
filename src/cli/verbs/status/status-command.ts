import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { type ClusterOptions, withClusterOptions } from '../../input/options/cluster-options.js';
import { withHealthRules } from '../../input/options/health.js';

export function statusCommand(cli: Cli): Command {
  const command = new Command('status')
    .summary('show what runs, its health and its drift')
    .description(
      'Show what runs: the synced commit, health, drift from it, and objects that left Git; of what Argo CD delivers, whether it is as in Git. Changes nothing.',
    )
    .addHelpText('after', EXAMPLES);
  return withHealthRules(withClusterOptions(command)).action(
    action<ClusterOptions>(cli, async (options) => (await import('./run-status.js')).runStatus(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops status --all
  gitops status --environment prod --output json
`;
