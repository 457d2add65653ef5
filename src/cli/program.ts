import { Command, Option } from 'commander';
import type { Cli } from './cli.js';
import { packageVersion } from './package-root.js';
import { COLOUR_WHEN } from './terminal/colour.js';
import { checkCommand } from './verbs/check/check-command.js';
import { completeCommand, completionCommand } from './verbs/completion/completion-command.js';
import { deleteCommand } from './verbs/delete/delete-command.js';
import { diffCommand } from './verbs/diff/diff-command.js';
import { healthCommand } from './verbs/health/health-command.js';
import { historyCommand } from './verbs/history/history-command.js';
import { initCommand } from './verbs/init/init-command.js';
import { listCommand } from './verbs/list/list-command.js';
import { localCommand } from './verbs/local/local-command.js';
import { orphansCommand } from './verbs/orphans/orphans-command.js';
import { planCommand } from './verbs/plan/plan-command.js';
import { renderCommand } from './verbs/render/render-command.js';
import { rollbackCommand } from './verbs/rollback/rollback-command.js';
import { statusCommand } from './verbs/status/status-command.js';
import { syncCommand } from './verbs/sync/sync-command.js';
import { synthCommand } from './verbs/synth/synth-command.js';
import { verifyCommand } from './verbs/verify/verify-command.js';
import { versionCommand } from './verbs/version/version-command.js';

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
      getOutHelpWidth: () => Math.min(cli.terminal.columns() ?? 100, 100),
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
