import { defineVerb } from '../../command/define-verb.js';
import { historyOptions } from './history-options.js';

export const historyCommand = defineVerb({
  name: 'history',
  group: 'look',
  summary: 'list what was synced',
  description: 'List what was synced, when, by whom and how it ended, newest first.',
  options: historyOptions,
  examples: ['gitops history --environment prod', 'gitops history --application guestbook --limit 3'],
  run: async (cli, options, { declared }) => (await import('./run-history.js')).runHistory(cli, options, declared),
});
