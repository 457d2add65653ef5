import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withClusterOptions } from '../../input/options/cluster-options.js';
import { withLimits } from '../../input/options/limits.js';
import { count } from '../../input/options/numbers.js';
import { withReports } from '../../input/options/reports.js';
import type { DiffOptions } from './diff-options.js';

export function diffCommand(cli: Cli): Command {
  const command = new Command('diff')
    .summary('show what a sync would change')
    .description(
      'Show what a sync would change, object by object; of what Argo CD delivers, what its next sync would change. Changes nothing. Exit 2 when there are changes.',
    )
    .option('-U, --unified <lines>', 'lines around each difference (default: 3)', count)
    .addHelpText('after', EXAMPLES);
  return withLimits(withClusterOptions(command, withReports)).action(
    action<DiffOptions>(cli, async (options) => (await import('./run-diff.js')).runDiff(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops diff --environment prod                      # the last commit against the clusters of prod
  gitops diff --environment dev --worktree            # before it is committed
  gitops diff --all --revision v1.4.0 --output json   # for programs
  gitops diff --environment prod --output markdown    # for a pull request
  gitops diff --all --report junit=diff.xml           # text, and a test report: what would be refused fails, changes are skipped
`;
