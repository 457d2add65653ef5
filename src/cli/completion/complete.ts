import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { committedNames } from './committed-names.js';

/**
 * Candidates for the last of the words that follow `gitops`.
 *
 * @param program every command with its options
 * @param directory the working directory
 */
export function complete(program: Command, words: readonly string[], directory: string): readonly string[] {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandOf(program, before);
  const option = awaitsValue(command, before);
  const candidates = option === undefined ? namesOf(program, command, current) : valuesOf(option, before, directory);
  return [...new Set(candidates)].filter((candidate) => candidate.startsWith(current)).sort();
}

/** The innermost command that the words name. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) command = command.commands.find((child) => child.name() === word || child.aliases().includes(word)) ?? command;
  return command;
}

/** The option whose value comes now. */
function awaitsValue(command: Command, before: readonly string[]): Option | undefined {
  const last = before.at(-1) ?? '';
  return command.options.find((option) => [option.long, option.short].includes(last) && (option.required || option.optional));
}

function namesOf(program: Command, command: Command, current: string): readonly string[] {
  if (current.startsWith('-'))
    return [...command.options, ...program.options]
      .filter((option) => !option.hidden)
      .map((option) => option.long ?? option.short ?? '')
      .concat('--help');
  const children = command.commands.map((child) => child.name()).filter((name) => !name.startsWith('__'));
  return [...children, ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? [])];
}

function valuesOf(option: Option, before: readonly string[], directory: string): readonly string[] {
  if (option.argChoices) return option.argChoices;
  const names = () =>
    committedNames(resolve(directory, valueAfter(before, '-C', '--repository') ?? '.'), valueAfter(before, '--output-dir') ?? 'gitops');
  if (option.long === '--environment') return names().environments;
  if (option.long === '--application') return names().applications;
  if (option.long === '--cluster') return names().clusters;
  return [];
}

function valueAfter(words: readonly string[], ...options: readonly string[]): string | undefined {
  const index = words.findLastIndex((word) => options.includes(word));
  return index < 0 ? undefined : words[index + 1];
}
