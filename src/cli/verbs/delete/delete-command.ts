import { Command, Option } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withClusterOptions } from '../../input/options/cluster-options.js';
import { duration } from '../../input/options/duration.js';
import { withHealthRules } from '../../input/options/health.js';
import type { DeleteOptions } from './delete-options.js';

export function deleteCommand(cli: Cli): Command {
  const command = new Command('delete')
    .summary('delete from clusters what was synced to them')
    .description(
      'Delete what was synced, wait until it is gone, and remove its inventory and history; also of what left Git, and in clusters that left Git. Asks first.',
    )
    .addOption(
      new Option(
        '--cascade <how>',
        "background or foreground: delete the objects and what belongs to them; orphan: leave them running and give them up, to Argo CD where it goes on with them (default: the Argo Application's PrunePropagationPolicy, otherwise background)",
      ).choices(['background', 'foreground', 'orphan']),
    )
    .option('--prune-protected', 'delete Namespaces, CustomResourceDefinitions and volumes too')
    .option('--confirm-prune', 'delete also what asks for a confirmation (Prune=confirm, Delete=confirm)')
    .option('--any-repository', 'delete also what was synced from another Git repository')
    .option('--dry-run', 'show what would be deleted, and change nothing')
    .option(
      '--timeout <duration>',
      'how long to wait until everything is gone, such as 90s or 10m (default: 5m)',
      duration,
    )
    .option('--no-wait', 'do not wait until everything is gone')
    .option(
      '--lock-timeout <duration>',
      'how long to wait for a sync of the same Argo Application (default: 1m)',
      duration,
    )
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', EXAMPLES);
  return withHealthRules(withClusterOptions(command)).action(
    action<DeleteOptions>(cli, async (options) => (await import('./run-delete.js')).runDelete(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops delete --environment preview --dry-run         # what would go
  gitops delete --application guestbook-dev             # asks, deletes, waits until gone
  gitops delete --environment preview --yes             # in a pipeline
  gitops delete --cluster old --all --access access.yaml # a cluster that left Git
  gitops delete --application guestbook-dev --cascade orphan  # forget it, leave it running

An Argo Application that is still in Git comes back with the next sync: remove it there first.
`;
