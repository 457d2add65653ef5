import type { CommanderError } from 'commander';
import { GitopsError } from '../errors.js';

/** What commander found wrong with the command line, in our words. */
export function usageError(error: CommanderError): GitopsError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (.*)\?\)/.exec(rest.join(' '))?.[1];
  return new GitopsError('CLI_USAGE', first.replace(/\.$/, ''), {
    hint:
      suggestion === undefined
        ? "Run 'gitops --help', or '--help' after a command, for what there is."
        : `Did you mean '${suggestion}'?`,
    cause: error,
  });
}
