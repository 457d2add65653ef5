import { Argument, Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { EXIT } from '../../exit-code.js';

/** `gitops completion bash`, and the hidden command that the printed scripts call at each Tab. */
export function completionCommand(cli: Cli): Command {
  return new Command('completion')
    .summary('print a script for shell completion')
    .description('Print a script that completes commands, options and the names in the committed output.')
    .addArgument(new Argument('<shell>', 'the shell to complete in').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', EXAMPLES)
    .action(
      action(cli, async (_options, _command, shell) => {
        const { completionScript } = await import('./script.js');
        cli.terminal.out(completionScript(shell as 'bash' | 'zsh' | 'fish'));
        return EXIT.done;
      }),
    );
}

/**
 * `gitops __complete -- <words>`: one candidate per line for the last word. Never fails: a shell has no place
 * for errors.
 */
export function completeCommand(cli: Cli): Command {
  return new Command('__complete')
    .argument('[words...]')
    .helpOption(false)
    .action(async (words: readonly string[], _options: unknown, command: Command) => {
      const { complete } = await import('./complete.js');
      const candidates = complete(command.parent!, words, cli.terminal.directory);
      cli.terminal.out(candidates.map((candidate) => `${candidate}\n`).join(''));
    });
}

const EXAMPLES = `
Examples:
  source <(gitops completion bash)                              # in ~/.bashrc
  gitops completion zsh > "\${fpath[1]}/_gitops"                 # zsh, once
  gitops completion fish > ~/.config/fish/completions/gitops.fish
`;
