import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withOutput } from '../../input/options/output.js';
import { withRegistry, withRepository, withRevision } from '../../input/options/revision.js';
import type { ListCommandOptions } from './list-options.js';

export function listCommand(cli: Cli): Command {
  const command = new Command('list')
    .summary('list the Argo Applications of a repository')
    .description(
      'List every Argo Application with its project, cluster, revision, path and type, and whether its project permits it. No cluster is asked but that of the Argo CD that --access names.',
    )
    .argument('[dir]', 'a folder of the repository, in place of the output folder')
    .option('--resolve', 'ask other repositories and registries what their sources stand for')
    .addHelpText('after', EXAMPLES);
  return withRegistry(withRepository(withRevision(withOutput(command)))).action(
    action<ListCommandOptions>(cli, async (options, { args }) =>
      (await import('./run-list.js')).runList(cli, options, args[0]),
    ),
  );
}

const EXAMPLES = `
Examples:
  gitops list
  gitops list --resolve
  gitops list bootstrap/ --revision v1.4.0 --output json
`;
