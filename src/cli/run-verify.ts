import type { Cli, GlobalOptions } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { ClusterOptions } from './options/cluster-options.js';
import type { ReportOptions } from './options/reports.js';
import { verifyJunit } from './output/verify-junit.js';
import { verifyMarkdown } from './output/verify-markdown.js';
import { verifyText } from './output/verify-text.js';
import { report } from './report.js';
import { styleFor } from './style.js';
import { clusterVerbOptions } from './verb-options.js';

export async function runVerify(cli: Cli, options: ClusterOptions & ReportOptions & GlobalOptions): Promise<ExitCode> {
  return report(cli, 'verify', options, async (reporter, present) => {
    const { verify } = await import('../workflow/verify.js');
    const result = await verify({ ...(await clusterVerbOptions(cli, options)), onEvent: reporter.event });
    await present(result, {
      text: () => verifyText(result, styleFor(cli.terminal.colour)),
      markdown: () => verifyMarkdown(result),
      junit: () => verifyJunit(result),
    });
    if (result.errors !== undefined || result.applications.some(({ problems }) => problems.length > 0))
      return EXIT.error;
    return result.verified ? EXIT.done : EXIT.unhealthy;
  });
}
