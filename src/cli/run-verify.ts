import type { Cli, GlobalOptions } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { ClusterOptions } from './options/cluster-options.js';
import { createReporter } from './output/reporter.js';
import { verifyText } from './output/verify-text.js';
import { styleFor } from './style.js';
import { clusterVerbOptions } from './verb-options.js';

export async function runVerify(cli: Cli, options: ClusterOptions & GlobalOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const { verify } = await import('../workflow/verify.js');
    const result = await verify({ ...(await clusterVerbOptions(cli, options)), onEvent: reporter.event });
    reporter.result(result, () => verifyText(result, styleFor(cli.terminal.colour)));
    if (result.applications.some(({ problems }) => problems.length > 0)) return EXIT.error;
    return result.verified ? EXIT.done : EXIT.unhealthy;
  } finally {
    reporter.close();
  }
}
