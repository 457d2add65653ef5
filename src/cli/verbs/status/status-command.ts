import { defineVerb } from '../../command/define-verb.js';
import { statusOptions } from './status-options.js';

export const statusCommand = defineVerb({
  name: 'status',
  group: 'look',
  summary: 'show what runs, its health and its drift',
  description:
    'Show what runs: the synced commit, health, drift from it, and objects that left Git; of what Argo CD delivers, whether it is as in Git. Changes nothing.',
  options: statusOptions,
  examples: ['gitops status --all', 'gitops status --environment prod --output json'],
  run: async (cli, options, { declared }) => (await import('./run-status.js')).runStatus(cli, options, declared),
});
