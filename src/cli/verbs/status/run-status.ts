import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { ClusterOptions } from '../../input/options/cluster-options.js';
import { clusterVerbOptions } from '../../input/verb-options.js';
import { createReporter } from '../../reports/reporter.js';
import { styleFor } from '../../terminal/style.js';
import { statusText } from './status-text.js';

export async function runStatus(cli: Cli, options: ClusterOptions & GlobalOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const { status } = await import('../../../workflow/status.js');
    const result = await status({ ...(await clusterVerbOptions(cli, options)), onEvent: reporter.event });
    reporter.result(result, () => statusText(result, styleFor(cli.terminal.colour), cli.terminal.columns()));
    return result.errors !== undefined || result.applications.some(({ problems }) => problems.length > 0)
      ? EXIT.error
      : EXIT.done;
  } finally {
    reporter.close();
  }
}
