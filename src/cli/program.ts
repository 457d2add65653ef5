import { Command } from 'commander';
import type { Cli } from './cli.js';
import { addOptions } from './command/add-options.js';
import { configureHelp } from './command/configure-help.js';
import { OPTION_GROUPS } from './command/option-groups.js';
import { toCommand } from './command/to-command.js';
import { VERB_GROUPS, type Verb } from './command/verb.js';
import { VerbCommand } from './command/verb-command.js';
import { globalOptions } from './input/options/global.js';
import { packageVersion } from './package-root.js';
import { usageError } from './usage-error.js';
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
import { windowsCommand } from './verbs/windows/windows-command.js';

const VERBS: readonly Verb[] = [
  initCommand,
  synthCommand,
  listCommand,
  renderCommand,
  checkCommand,
  windowsCommand,
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

/**
 * Every command with its options. Nothing heavy is imported before a command runs.
 *
 * @param isWholeHelp help shows every option, not only the common ones
 */
export function createProgram(cli: Cli, isWholeHelp = false): Command {
  const program = new VerbCommand('gitops', EXAMPLES, EXIT_CODES).description(
    'Typed constructs become a committed Git layout; what was committed is applied, waited for, verified and pruned.',
  );
  addOptions(program, globalOptions);
  program.optionsGroup(OPTION_GROUPS.global).version(packageVersion(), '-V, --version', 'print the version');
  for (const verb of VERBS) program.addCommand(toCommand(cli, verb));
  program.addCommand(completeCommand(cli), { hidden: true });
  program.addHelpCommand(
    new Command('help').argument('[command]').summary('print the help of a command').helpGroup(VERB_GROUPS.shell),
  );
  configure(program, cli, isWholeHelp);
  return program;
}

/** Makes every command throw instead of ending the process, and print to our terminal. */
function configure(command: Command, cli: Cli, isWholeHelp: boolean): void {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : usageError(error, command);
  });
  command.showSuggestionAfterError();
  configureHelp(command, cli, isWholeHelp);
  for (const child of command.commands) configure(child, cli, isWholeHelp);
}

const EXAMPLES = [
  'gitops init shop                     # a new repository with one application',
  'gitops sync --environment prod       # apply what was committed, until healthy and verified',
  'gitops synth                         # write the committed layout from environments/index.ts',
  'gitops diff --environment prod       # what a sync would change',
  'gitops status --all                  # what runs, from which commit, and what drifted',
];

const EXIT_CODES =
  'Exit codes: 0 done, 1 error, 2 changes exist (diff, plan, synth --check), 3 not healthy or not verified, 64 usage, 130 interrupted.';
