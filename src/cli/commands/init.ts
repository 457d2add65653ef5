import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { action, type Cli } from '../cli.js';
import { EXIT } from '../exit-code.js';
import { type OutputOptions, withOutput } from '../options/output.js';

export function initCommand(cli: Cli): Command {
  const command = new Command('init')
    .summary('create a working repository')
    .description('Create a working repository: one application, two environments, a pipeline.')
    .argument('[dir]', 'an empty or new folder', '.')
    .option('--name <name>', 'name of the repository (default: the name of the folder)')
    .addHelpText('after', EXAMPLES);
  return withOutput(command).action(
    action<OutputOptions & { name?: string }>(cli, async (options, _command, folder = '.') => {
      const { initRepository } = await import('../init-repository.js');
      const { createReporter } = await import('../output/reporter.js');
      const reporter = await createReporter(cli, options);
      const directory = resolve(cli.terminal.directory, folder);
      const result = initRepository({ directory, name: options.name ?? basename(directory) });
      reporter.result({ kind: 'InitResult', ...result }, () => `${result.files.map((file) => `created ${file}\n`).join('')}${nextSteps(folder)}`);
      return EXIT.done;
    }),
  );
}

function nextSteps(folder: string): string {
  const steps = [
    ...(folder === '.' ? [] : [`cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`}`]),
    'npm install',
    "git init && git add -A && git commit -m 'first commit'",
    'npx gitops local up',
    "npx gitops synth --commit --include-sources -m 'first output'",
    'npx gitops sync --environment dev',
  ];
  return `\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}

const EXAMPLES = `
Examples:
  gitops init shop
  mkdir shop && cd shop && gitops init
`;
