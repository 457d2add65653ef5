import { defineVerb } from '../../command/define-verb.js';
import { windowsOptions } from './windows-options.js';

export const windowsCommand = defineVerb({
  name: 'windows',
  group: 'author',
  summary: 'show the sync windows, and whether a sync is allowed now',
  description:
    'Show the sync windows of its AppProject that concern each Argo Application, whether they allow a sync now, and when that changes. No cluster is asked but that of the Argo CD that --access names. Exit 0 also when no sync is allowed.',
  argument: { name: '[path]', help: 'a folder of the repository, in place of the output folder' },
  options: windowsOptions,
  examples: [
    'gitops windows --environment prod',
    'gitops windows --application guestbook --output json',
    'gitops windows bootstrap/ --revision v1.4.0',
  ],
  notes:
    "Times are in UTC; a schedule is in the time zone of its window. 'gitops sync --ignore-windows' syncs in spite of a closed window.",
  run: async (cli, options, { argument, declared }) =>
    (await import('./run-windows.js')).runWindows(cli, options, declared, argument),
});
