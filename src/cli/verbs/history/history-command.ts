import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withClusterOptions } from '../../input/options/cluster-options.js';
import { count } from '../../input/options/numbers.js';
import type { HistoryOptions } from './history-options.js';

export function historyCommand(cli: Cli): Command {
  const command = new Command('history')
    .summary('list what was synced')
    .description('List what was synced, when, by whom and how it ended, newest first.')
    .option('--limit <number>', 'at most so many entries of each Argo Application', count)
    .addHelpText('after', EXAMPLES);
  return withClusterOptions(command).action(
    action<HistoryOptions>(cli, async (options) => (await import('./run-history.js')).runHistory(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops history --environment prod
  gitops history --application guestbook --limit 3
`;
