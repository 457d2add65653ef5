import type { Command } from 'commander';

/**
 * The words, with `help sync` as `sync --help`. Where a command is misspelt the flag is left out, so that the
 * mistake is reported with the nearest command.
 */
export function helpWords(program: Command, words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => !word.startsWith('-') && words[index - 1] !== '--color');
  const asked = words[at] === 'help' ? [...words.toSpliced(at, 1), '--help'] : words;
  if (!asked.some(isHelp)) return asked;
  return namesCommands(program, asked.slice(Math.max(at, 0))) ? asked : asked.filter((word) => !isHelp(word));
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** True unless the first words name a command that does not exist. */
function namesCommands(command: Command, words: readonly string[]): boolean {
  const [word = '-', ...rest] = words;
  if (command.commands.length === 0 || word.startsWith('-')) return true;
  const child = command.commands.find((one) => one.name() === word);
  return child !== undefined && namesCommands(child, rest);
}
