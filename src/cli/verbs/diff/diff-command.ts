import { defineVerb } from '../../command/define-verb.js';
import { diffOptions } from './diff-options.js';

export const diffCommand = defineVerb({
  name: 'diff',
  group: 'look',
  summary: 'show what a sync would change',
  description:
    'Show what a sync would change, object by object; of what Argo CD delivers, what its next sync would change. Changes nothing. Exit 2 when there are changes.',
  options: diffOptions,
  examples: [
    'gitops diff --environment prod                      # the last commit against the clusters of prod',
    'gitops diff --environment dev --worktree            # before it is committed',
    'gitops diff --all --revision v1.4.0 --output json   # for programs',
    'gitops diff --environment prod --output markdown    # for a pull request',
    'gitops diff --all --report junit=diff.xml           # text, and a test report: refusals fail',
  ],
  run: async (cli, options, { declared }) => (await import('./run-diff.js')).runDiff(cli, options, declared),
});
