import { defineVerb } from '../../command/define-verb.js';
import { initOptions } from './init-options.js';

export const initCommand = defineVerb({
  name: 'init',
  group: 'author',
  changes: true,
  summary: 'create a working repository',
  description:
    'Create a working repository: one application, two environments, a pipeline. URL and branch are those of the Git remote. The folder may have files, and may be in a repository: nothing is overwritten.',
  argument: { name: '[dir]', help: 'a folder, new or not', default: '.' },
  options: initOptions,
  examples: [
    'gitops init shop',
    'gitops init deploy --dry-run              # in a repository that exists: what it would write',
    'mkdir shop && cd shop && gitops init',
  ],
  run: async (cli, options, { argument }) => (await import('./run-init.js')).runInit(cli, options, argument),
});
