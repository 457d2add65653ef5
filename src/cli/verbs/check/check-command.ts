import { Command, Option } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withRegistry, withRepository, withRevision } from '../../input/options/revision.js';
import type { CheckCommandOptions } from './check-options.js';

export function checkCommand(cli: Cli): Command {
  const command = new Command('check')
    .summary('find what is broken or forbidden in a repository')
    .description(
      'Render every Argo Application and find broken references, what AppProjects forbid, duplicate names and objects with two owners. No cluster is asked but that of the Argo CD that --access names. Exit 1 when there are errors.',
    )
    .argument('[dir]', 'a folder of the repository, in place of the output folder')
    .addOption(
      new Option(
        '-o, --output <format>',
        'text for people, json: one document, sarif for code scanning, or junit for test reports',
      )
        .choices(['text', 'json', 'sarif', 'junit'])
        .default('text'),
    )
    .addHelpText('after', EXAMPLES);
  return withRegistry(withRepository(withRevision(command))).action(
    action<CheckCommandOptions>(cli, async (options, { args }) =>
      (await import('./run-check.js')).runCheck(cli, options, args[0]),
    ),
  );
}

const EXAMPLES = `
Examples:
  gitops check                          # the last commit
  gitops check --worktree               # before it is committed
  gitops check --output sarif > gitops.sarif
`;
