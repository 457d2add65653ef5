import { Command, Option } from 'commander';
import type { Cli } from './cli.js';
import { COLOUR_WHEN } from './colour.js';
import { checkCommand } from './commands/check.js';
import { completeCommand, completionCommand } from './commands/completion.js';
import { deleteCommand } from './commands/delete.js';
import { diffCommand } from './commands/diff.js';
import { healthCommand } from './commands/health.js';
import { historyCommand } from './commands/history.js';
import { initCommand } from './commands/init.js';
import { listCommand } from './commands/list.js';
import { localCommand } from './commands/local.js';
import { orphansCommand } from './commands/orphans.js';
import { planCommand } from './commands/plan.js';
import { renderCommand } from './commands/render.js';
import { rollbackCommand } from './commands/rollback.js';
import { statusCommand } from './commands/status.js';
import { syncCommand } from './commands/sync.js';
import { synthCommand } from './commands/synth.js';
import { verifyCommand } from './commands/verify.js';
import { versionCommand } from './commands/version.js';
import { packageVersion } from './package-root.js';

const COMMANDS = [
  initCommand,
  synthCommand,
  listCommand,
  renderCommand,
  checkCommand,
  diffCommand,
  planCommand,
  syncCommand,
  statusCommand,
  verifyCommand,
  historyCommand,
  healthCommand,
  rollbackCommand,
  orphansCommand,
  deleteCommand,
  localCommand,
  completionCommand,
  versionCommand,
];

/** Every command with its options. Nothing heavy is imported before a command runs. */
export function createProgram(cli: Cli): Command {
  const program = new Command('gitops')
    .description(
      'Typed constructs become a committed Git layout; what was committed is applied, waited for, verified and pruned.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .addOption(
      new Option(
        '--color <when>',
        'colour the output: auto (on a terminal, unless NO_COLOR is set), always (as --color alone), or never (default: auto)',
      ).choices(COLOUR_WHEN),
    )
    .option('--no-color', 'never colour the output')
    .option('--quiet', 'print results and errors only, no progress')
    .option('--debug', 'print stacks and causes of errors');
  for (const create of COMMANDS) program.addCommand(create(cli));
  program.addCommand(completeCommand(cli), { hidden: true });
  configure(program, cli);
  return program.addHelpText('after', EXAMPLES);
}

/** Makes every command throw instead of ending the process, and print to our terminal. */
function configure(command: Command, cli: Cli): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand(command.parent === null)
    .configureOutput({
      writeOut: (text) => cli.terminal.out(text),
      writeErr: () => undefined, // errors are thrown and printed once, in main
      getOutHelpWidth: () => Math.min(cli.terminal.size().columns, 120),
      getOutHasColors: () => cli.terminal.colour,
    });
  for (const child of command.commands) configure(child, cli);
}

const EXAMPLES = `
Examples:
  gitops init shop                     # a new repository with one application
  gitops synth                         # write the committed layout from environments/index.ts
  gitops diff --environment prod       # what a sync would change
  gitops sync --environment prod       # apply what was committed, until healthy and verified
  gitops status --all                  # what runs, from which commit, and what drifted

Exit codes: 0 done, 1 error, 2 changes exist (diff, plan, synth --check), 3 not healthy or not verified, 64 usage, 130 interrupted.
`;
