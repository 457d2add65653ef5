import { defineVerb } from '../../command/define-verb.js';
import { outputOption } from '../../input/options/output.js';

export const versionCommand = defineVerb({
  name: 'version',
  group: 'shell',
  summary: 'print the version',
  description: 'Print the version of gitops and of Node.',
  options: outputOption,
  examples: ['gitops version --output json'],
  run: async (cli, options) => (await import('./run-version.js')).runVersion(cli, options),
});
