import type { Cli } from './cli.js';
import type { ExitCode } from './exit-code.js';
import { exitCodeOfOutcome } from './exit-code-of-outcome.js';
import type { SyncOptions } from './options/sync-options.js';
import { createReporter } from './output/reporter.js';
import { syncText } from './output/sync-text.js';
import { requireSelection } from './require-selection.js';
import { styleFor } from './style.js';
import { clusterVerbOptions, planOptions, runOptions } from './verb-options.js';

export async function runSync(cli: Cli, options: SyncOptions): Promise<ExitCode> {
  requireSelection(cli, 'sync', options);
  const reporter = await createReporter(cli, options);
  try {
    const { sync } = await import('../workflow/sync.js');
    const result = await sync({
      ...(await clusterVerbOptions(cli, options)),
      ...planOptions(options),
      ...runOptions(cli, options),
      resume: options.resume ?? false,
      onEvent: reporter.event,
    });
    reporter.result(result, () => syncText(result, styleFor(cli.terminal.colour)));
    return exitCodeOfOutcome(result.outcome);
  } finally {
    reporter.close();
  }
}
