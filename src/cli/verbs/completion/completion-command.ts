import { Command } from 'commander';
import type { Cli } from '../../cli.js';
import { defineVerb } from '../../command/define-verb.js';
import { EXIT } from '../../exit-code.js';

/** `gitops completion bash`, and the hidden command that the printed scripts call at each Tab. */
export const completionCommand = defineVerb({
  name: 'completion',
  group: 'shell',
  summary: 'print a script for shell completion',
  description: 'Print a script that completes commands, options and the names in the committed output.',
  argument: { name: '<shell>', help: 'the shell to complete in: bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] },
  options: {},
  examples: [
    'source <(gitops completion bash)                              # in ~/.bashrc',
    'gitops completion fish > ~/.config/fish/completions/gitops.fish',
    `gitops completion zsh > "\${fpath[1]}/_gitops"                 # zsh, once`,
  ],
  run: async ({ terminal }, _options, { argument: shell }) => {
    const { completionScript } = await import('./script.js');
    terminal.out(completionScript(shell as 'bash' | 'zsh' | 'fish'));
    return EXIT.done;
  },
});

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
