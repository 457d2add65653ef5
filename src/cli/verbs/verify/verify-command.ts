import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { type ClusterOptions, withClusterOptions } from '../../input/options/cluster-options.js';
import { withHealthRules } from '../../input/options/health.js';
import { type ReportOptions, withReports } from '../../input/options/reports.js';

export function verifyCommand(cli: Cli): Command {
  const command = new Command('verify')
    .summary('prove that live is what was committed')
    .description(
      'Prove that the clusters hold what was committed, whoever delivers it, and that it is healthy. Changes nothing. Exit 3 when they do not.',
    )
    .addHelpText('after', EXAMPLES);
  return withHealthRules(withClusterOptions(command, withReports)).action(
    action<ClusterOptions & ReportOptions>(cli, async (options) =>
      (await import('./run-verify.js')).runVerify(cli, options),
    ),
  );
}

const EXAMPLES = `
Examples:
  gitops verify --environment prod
  gitops verify --all --revision v1.4.0
  gitops verify --all --report junit=verify.xml,markdown=verify.md
`;
