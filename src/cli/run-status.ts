import type { Cli, GlobalOptions } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { ClusterOptions } from './options/cluster-options.js';
import { createReporter } from './output/reporter.js';
import { statusText } from './output/status-text.js';
import { styleFor } from './style.js';
import { clusterVerbOptions } from './verb-options.js';

export async function runStatus(cli: Cli, options: ClusterOptions & GlobalOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const { status } = await import('../workflow/status.js');
    const result = await status({ ...(await clusterVerbOptions(cli, options)), onEvent: reporter.event });
    reporter.result(result, () => statusText(result, styleFor(cli.terminal.colour)));
    return result.errors !== undefined || result.applications.some(({ problems }) => problems.length > 0)
      ? EXIT.error
      : EXIT.done;
  } finally {
    reporter.close();
  }
}
