import type { PlanFile } from '../workflow/plan-files/plan-file.js';
import type { Cli } from './cli.js';
import type { ExitCode } from './exit-code.js';
import { exitCodeOfOutcome } from './exit-code-of-outcome.js';
import { selectsNothing } from './options/selection.js';
import type { SyncOptions } from './options/sync-options.js';
import { syncJunit } from './output/sync-junit.js';
import { syncMarkdown } from './output/sync-markdown.js';
import { syncText } from './output/sync-text.js';
import { readPlan } from './read-plan.js';
import { report } from './report.js';
import { requireSelection } from './require-selection.js';
import { styleFor } from './style.js';
import { clusterVerbOptions, planOptions, runOptions } from './verb-options.js';

export async function runSync(cli: Cli, options: SyncOptions): Promise<ExitCode> {
  return report(cli, 'sync', options, async (reporter, present) => {
    const planFile =
      options.plan === undefined ? undefined : await readPlan(options.plan, cli.terminal.directory, options.maxAge);
    const selected = withSelectionOf(planFile, options);
    requireSelection(cli, 'sync', selected);
    const { sync } = await import('../workflow/sync.js');
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
      text: () => syncText(result, styleFor(cli.terminal.colour)),
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
