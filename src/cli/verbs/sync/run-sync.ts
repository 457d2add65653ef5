import type { PlanFile } from '../../../workflow/plan-files/plan-file.js';
import type { Cli } from '../../cli.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCodeOfOutcome } from '../../exit-code-of-outcome.js';
import { selectsNothing } from '../../input/options/selection.js';
import { requireSelection } from '../../input/require-selection.js';
import { clusterVerbOptions, planOptions, runOptions } from '../../input/verb-options.js';
import { report } from '../../reports/report.js';
import { styleFor } from '../../terminal/style.js';
import { readPlan } from './read-plan.js';
import { syncJunit } from './sync-junit.js';
import { syncMarkdown } from './sync-markdown.js';
import type { SyncOptions } from './sync-options.js';
import { syncText } from './sync-text.js';

export async function runSync(cli: Cli, options: SyncOptions): Promise<ExitCode> {
  return report(cli, 'sync', options, async (reporter, present) => {
    const planFile =
      options.plan === undefined ? undefined : await readPlan(options.plan, cli.terminal.directory, options.maxAge);
    const selected = withSelectionOf(planFile, options);
    requireSelection(cli, 'sync', selected);
    const { sync } = await import('../../../workflow/sync.js');
    const result = await sync({
      ...(await clusterVerbOptions(cli, selected)),
      ...planOptions(selected),
      ...runOptions(cli, selected),
      resume: selected.resume ?? false,
      ignoreWindows: selected.ignoreWindows ?? false,
      ...(planFile === undefined ? {} : { planFile }),
      onEvent: reporter.event,
    });
    await present(result, {
      text: () => syncText(result, styleFor(cli.terminal.colour), cli.terminal.columns()),
      markdown: () => syncMarkdown(result),
      junit: () => syncJunit(result),
    });
    return exitCodeOfOutcome(result.outcome);
  });
}

/** Without a selection of its own a sync takes the plan's. */
function withSelectionOf(planFile: PlanFile | undefined, options: SyncOptions): SyncOptions {
  if (planFile === undefined || !selectsNothing(options)) return options;
  const { environments, applications, clusters, all } = planFile.selection;
  return {
    ...options,
    ...(environments === undefined ? {} : { environment: environments }),
    ...(applications === undefined ? {} : { application: applications }),
    ...(clusters === undefined ? {} : { cluster: clusters }),
    ...(all === undefined ? {} : { all }),
  };
}
