import { defineVerb } from '../../command/define-verb.js';
import { listOptions } from './list-options.js';

export const listCommand = defineVerb({
  name: 'list',
  group: 'author',
  summary: 'list the Argo Applications of a repository',
  description:
    'List every Argo Application with its project, cluster, revision, path and type, and whether its project permits it. No cluster is asked but that of the Argo CD that --access names.',
  argument: { name: '[dir]', help: 'a folder of the repository, in place of the output folder' },
  options: listOptions,
  examples: ['gitops list', 'gitops list bootstrap/ --revision v1.4.0 --output json', 'gitops list --resolve'],
  run: async (cli, options, { argument }) => (await import('./run-list.js')).runList(cli, options, argument),
});
