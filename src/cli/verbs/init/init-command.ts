import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { EXIT } from '../../exit-code.js';
import { type OutputOptions, withOutput } from '../../input/options/output.js';

interface InitCommandOptions extends OutputOptions {
  readonly name?: string;
  readonly dryRun?: boolean;
}

export function initCommand(cli: Cli): Command {
  const command = new Command('init')
    .summary('create a working repository')
    .description(
      'Create a working repository: one application, two environments, a pipeline. URL and branch are those of the Git remote. Beside files that exist, in a folder of a repository too: nothing is overwritten.',
    )
    .argument('[dir]', 'a folder, new or not', '.')
    .option('--name <name>', 'name of the repository (default: the name of the folder)')
    .option('--dry-run', 'write nothing; say what would be written')
    .addHelpText('after', EXAMPLES);
  return withOutput(command).action(
    action<InitCommandOptions>(cli, async (options, _command, folder = '.') => {
      const { describePlace } = await import('./describe-place.js');
      const { initRepository } = await import('./init-repository.js');
      const { initText } = await import('./init-text.js');
      const { createReporter } = await import('../../reports/reporter.js');
      const reporter = await createReporter(cli, options);
      const directory = resolve(cli.terminal.directory, folder);
      const place = await describePlace(directory);
      const result = initRepository({
        directory,
        name: options.name ?? basename(directory),
        place,
        dryRun: options.dryRun ?? false,
      });
      reporter.result(result, () => initText(result, { folder, isRepository: place.top !== undefined }));
      return EXIT.done;
    }),
  );
}

const EXAMPLES = `
Examples:
  gitops init shop
  mkdir shop && cd shop && gitops init
  gitops init deploy --dry-run                  # in a repository that exists: what it would write
`;
