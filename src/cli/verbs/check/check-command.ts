import { defineVerb } from '../../command/define-verb.js';
import { checkOptions } from './check-options.js';

export const checkCommand = defineVerb({
  name: 'check',
  group: 'author',
  summary: 'find what is broken or forbidden in a repository',
  description:
    'Render every Argo Application and find broken references, what AppProjects forbid, duplicate names and objects with two owners. No cluster is asked but that of the Argo CD that --access names. Exit 1 when there are errors.',
  argument: { name: '[dir]', help: 'a folder of the repository, in place of the output folder' },
  options: checkOptions,
  examples: [
    'gitops check                          # the last commit',
    'gitops check --worktree               # before it is committed',
    'gitops check --output sarif > gitops.sarif',
  ],
  run: async (cli, options, { argument }) => (await import('./run-check.js')).runCheck(cli, options, argument),
});
