import { Command } from 'commander';
import { action, type Cli } from '../../cli.js';
import { withClusterOptions } from '../../input/options/cluster-options.js';
import { withLimits } from '../../input/options/limits.js';
import { withReports } from '../../input/options/reports.js';
import type { PlanOptions } from './plan-options.js';

export function planCommand(cli: Cli): Command {
  const command = new Command('plan')
    .summary('show what a sync would do, in order, and keep it for a later sync')
    .description(
      'Show what a sync would do in the order in which it would do it: phases, waves, steps, with the reason of each. Changes nothing. Exit 2 when there are changes.',
    )
    .option('-o, --out <file>', 'write a plan file, which holds a later sync to this plan (sync --plan): digests only')
    .addHelpText('after', EXAMPLES);
  return withLimits(withClusterOptions(command, (one) => withReports(one, '--output <format>'))).action(
    action<PlanOptions>(cli, async (options) => (await import('./run-plan.js')).runPlan(cli, options)),
  );
}

const EXAMPLES = `
Examples:
  gitops plan --environment prod                          # the order of a sync of the last commit
  gitops plan --environment prod -o prod.plan             # ... and a file for: gitops sync --plan prod.plan
  gitops plan --environment prod -o prod.plan --report markdown=plan.md,junit=plan.xml
  gitops plan --all --output json                         # the whole schedule for programs, with what is kept
`;
