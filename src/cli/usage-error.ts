import type { Command, CommanderError } from 'commander';
import { GitopsError } from '../errors.js';

/** What commander found wrong with the command line, in our words. */
export function usageError(error: CommanderError, command: Command): GitopsError {
  const name = namesOf(command).join(' ');
  if (error.code === 'commander.help') {
    const known = command.commands.map((child) => child.name()).join(', ');
    return new GitopsError('CLI_USAGE', `'${name}' needs a command`, { hint: `There are: ${known}.`, cause: error });
  }
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (.*)\?\)/.exec(rest.join(' '))?.[1];
  return new GitopsError('CLI_USAGE', first.replace(/\.$/, ''), {
    hint: suggestion === undefined ? `Run '${name} --help --all' for what there is.` : `Did you mean '${suggestion}'?`,
    cause: error,
  });
}

function namesOf(command: Command): readonly string[] {
  return [...(command.parent === null ? [] : namesOf(command.parent)), command.name()];
}
