import { defineVerb } from '../../command/define-verb.js';
import { orphansOptions } from './orphans-options.js';

export const orphansCommand = defineVerb({
  name: 'orphans',
  group: 'look',
  summary: 'show what left Git, and what nobody owns',
  description:
    'Show what Argo Applications that left Git had applied, and objects that were delivered and that nobody owns. Exit 2 when there is any.',
  options: orphansOptions,
  examples: [
    'gitops orphans',
    'gitops orphans --cluster old --access access.yaml     # a cluster that left Git',
    'gitops orphans --tracked --output json',
  ],
  notes:
    "'gitops delete --application NAME' deletes what an Argo Application left, or forgets it with --cascade orphan.",
  run: async (cli, options, { declared }) => (await import('./run-orphans.js')).runOrphans(cli, options, declared),
});
