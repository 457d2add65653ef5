import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { captureTerminal } from '../cli/capture-terminal.js';

/**
 * The commands of the command line, such as `sync` and `local up`, each with the long options that it takes.
 */
export function commandWords(): ReadonlyMap<string, ReadonlySet<string>> {
  const program = createProgram({
    terminal: captureTerminal().terminal,
    signal: new AbortController().signal,
    finish: () => undefined,
  });
  const global = [...optionsOf(program), '--help', '--version'];
  const found = new Map<string, ReadonlySet<string>>([['help', new Set([...global, '--all'])]]);
  const visit = (command: Command, path: readonly string[]): void => {
    for (const child of command.commands) {
      const words = [...path, child.name()];
      const below = child.commands.flatMap((each) => optionsOf(each));
      found.set(words.join(' '), new Set([...global, ...optionsOf(child), ...below]));
      visit(child, words);
    }
  };
  visit(program, []);
  return found;
}

function optionsOf(command: Command): readonly string[] {
  return command.options.flatMap(({ long }) => (long ? [long] : []));
}
