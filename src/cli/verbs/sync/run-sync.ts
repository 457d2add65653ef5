import { defined } from '../../../manifest/defined.js';
import type { PlanFile } from '../../../workflow/plan-files/plan-file.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import type { ExitCode } from '../../exit-code.js';
import { exitCodeOfOutcome } from '../../exit-code-of-outcome.js';
import { requireSelection } from '../../input/require-selection.js';
import { selectsNothing } from '../../input/selects-nothing.js';
import { clusterVerbOptions, runOptions } from '../../input/verb-options.js';
import { report } from '../../reports/report.js';
import { readPlan } from './read-plan.js';
import { syncJunit } from './sync-junit.js';
import { syncMarkdown } from './sync-markdown.js';
import type { SyncOptions, syncOptions } from './sync-options.js';
import { syncText } from './sync-text.js';

export async function runSync(
  cli: Cli,
  options: SyncOptions & GlobalOptions,
  declared: typeof syncOptions,
): Promise<ExitCode> {
  return report(cli, options, VIEWS, async ({ event: onEvent }, present) => {
    const planFile =
      options.plan === undefined ? undefined : await readPlan(options.plan, cli.terminal.directory, options.maxAge);
    const selected = withSelectionOf(planFile, options);
    requireSelection(cli, 'sync', selected);
    const { sync } = await import('../../../workflow/sync.js');
    const result = await sync({
      ...(await clusterVerbOptions(cli, declared, selected)),
      ...runOptions(cli, selected.wait),
      ...defined({ planFile }),
      onEvent,
    });
    await present(result);
    return exitCodeOfOutcome(result.outcome);
  });
}

const VIEWS = { verb: 'sync', text: syncText, markdown: syncMarkdown, junit: syncJunit };

/** Without a selection of its own a sync takes the plan's. */
function withSelectionOf(planFile: PlanFile | undefined, options: SyncOptions): SyncOptions {
  if (planFile === undefined || !selectsNothing(options)) return options;
  const { environments, applications, clusters, all } = planFile.selection;
  return {
    ...options,
    ...defined({ environment: environments, application: applications, cluster: clusters, all }),
  };
}
