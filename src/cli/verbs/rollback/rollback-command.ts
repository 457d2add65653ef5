import { defineVerb } from '../../command/define-verb.js';
import { rollbackOptions } from './rollback-options.js';

export const rollbackCommand = defineVerb({
  name: 'rollback',
  group: 'undo',
  changes: true,
  summary: 'go back to a synced revision and hold it',
  description:
    'Apply a revision that was synced before, and hold it: the next pipeline does not bring the bad commit back.',
  options: rollbackOptions,
  examples: [
    'gitops rollback --environment prod --application guestbook',
    'gitops rollback --environment prod --to v1.3.0 --yes',
    'gitops rollback --application guestbook-prod --commit --yes && git push',
  ],
  notes: "The hold is lifted by a newer commit with other content, or by 'gitops sync --resume'.",
  run: async (cli, options, { declared }) => (await import('./run-rollback.js')).runRollback(cli, options, declared),
});
