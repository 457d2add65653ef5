import { resolve } from 'node:path';
import type { Argument, Command, Option } from 'commander';
import { type CommittedNames, committedNames } from '../../input/committed-names.js';

/**
 * Candidates for the last of the words that follow `gitops`.
 *
 * @param program every command with its options
 * @param directory the working directory
 */
export function complete(program: Command, words: readonly string[], directory: string): readonly string[] {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1).flatMap(splitAtEquals);
  const [option, value] = splitAtEquals(last);
  if (value !== undefined)
    return candidatesFor(program, [...before, option!], value, directory).map((candidate) => `${option}=${candidate}`);
  return candidatesFor(program, before, last === '=' ? '' : last, directory);
}

/** `--option=value` is one word to zsh and fish, and three to bash: it is two to us. */
function splitAtEquals(word: string): readonly string[] {
  if (word === '=') return [];
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function candidatesFor(
  program: Command,
  before: readonly string[],
  current: string,
  directory: string,
): readonly string[] {
  const command = commandOf(program, before);
  const option = awaitsValue([...command.options, ...program.options], before);
  const names = () =>
    committedNames(
      resolve(directory, valueAfter(before, '-C', '--repository') ?? '.'),
      valueAfter(before, '--output-dir') ?? 'gitops',
    );
  const candidates =
    option === undefined ? namesOf(program, command, current, names) : valuesOf(option, current, names);
  return [...new Set(candidates)].filter((candidate) => candidate.startsWith(current)).sort();
}

/** The innermost command that the words name. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words)
    command = command.commands.find((child) => child.name() === word || child.aliases().includes(word)) ?? command;
  return command;
}

/** The option whose value comes now. */
function awaitsValue(options: readonly Option[], before: readonly string[]): Option | undefined {
  const last = before.at(-1) ?? '';
  return options.find((option) => [option.long, option.short].includes(last) && (option.required || option.optional));
}

function namesOf(
  program: Command,
  command: Command,
  current: string,
  committed: () => CommittedNames,
): readonly string[] {
  if (current.startsWith('-'))
    return [...command.options, ...program.options]
      .filter((option) => !option.hidden)
      .map((option) => option.long ?? option.short ?? '')
      .concat('--help');
  const children = command.commands.map((child) => child.name()).filter((name) => !name.startsWith('__'));
  return [
    ...children,
    ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? namedBy(argument, committed)),
  ];
}

/** What `gitops render` takes in addition to folders, which the shell itself completes. */
function namedBy(argument: Argument, committed: () => CommittedNames): readonly string[] {
  return argument.name() === 'target' ? committed().argoApplications : [];
}

function valuesOf(option: Option, current: string, committed: () => CommittedNames): readonly string[] {
  if (option.argChoices) return option.argChoices;
  const names = committedNamesOf(option, committed);
  const listed = current.split(',').slice(0, -1);
  return names.filter((name) => !listed.includes(name)).map((name) => [...listed, name].join(','));
}

function committedNamesOf(option: Option, committed: () => CommittedNames): readonly string[] {
  if (option.long === '--environment') return committed().environments;
  if (option.long === '--application') return [...committed().applications, ...committed().argoApplications];
  if (option.long === '--cluster') return committed().clusters;
  return [];
}

function valueAfter(words: readonly string[], ...options: readonly string[]): string | undefined {
  const index = words.findLastIndex((word) => options.includes(word));
  return index < 0 ? undefined : words[index + 1];
}
