import { defineVerb } from '../../command/define-verb.js';
import { verifyOptions } from './verify-options.js';

export const verifyCommand = defineVerb({
  name: 'verify',
  group: 'look',
  summary: 'prove that live is what was committed',
  description:
    'Prove that the clusters have what was committed, by any delivery, and that it is healthy. Changes nothing. Exit 3 when they do not.',
  options: verifyOptions,
  examples: [
    'gitops verify --environment prod',
    'gitops verify --all --report junit=verify.xml,markdown=verify.md',
    'gitops verify --all --revision v1.4.0',
  ],
  run: async (cli, options, { declared }) => (await import('./run-verify.js')).runVerify(cli, options, declared),
});
