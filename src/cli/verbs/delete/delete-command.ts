import { defineVerb } from '../../command/define-verb.js';
import { deleteOptions } from './delete-options.js';

export const deleteCommand = defineVerb({
  name: 'delete',
  group: 'undo',
  changes: true,
  summary: 'delete from clusters what was synced to them',
  description:
    'Delete what was synced, wait until it is gone, and remove its inventory and history; also of what left Git, and in clusters that left Git. Asks first.',
  options: deleteOptions,
  examples: [
    'gitops delete --environment preview --dry-run          # what would go',
    'gitops delete --application guestbook-dev              # asks, deletes, waits until gone',
    'gitops delete --environment preview --yes              # in a pipeline',
    'gitops delete --cluster old --all --access access.yaml # a cluster that left Git',
    'gitops delete --application guestbook-dev --cascade orphan  # forget it, leave it running',
  ],
  notes: 'An Argo Application that is still in Git comes back with the next sync: remove it there first.',
  run: async (cli, options, { declared }) => (await import('./run-delete.js')).runDelete(cli, options, declared),
});
