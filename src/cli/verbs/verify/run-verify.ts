import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import type { ClusterOptions } from '../../input/options/cluster-options.js';
import type { ReportOptions } from '../../input/options/reports.js';
import { clusterVerbOptions } from '../../input/verb-options.js';
import { report } from '../../reports/report.js';
import { styleFor } from '../../terminal/style.js';
import { verifyJunit } from './verify-junit.js';
import { verifyMarkdown } from './verify-markdown.js';
import { verifyText } from './verify-text.js';

export async function runVerify(cli: Cli, options: ClusterOptions & ReportOptions & GlobalOptions): Promise<ExitCode> {
  return report(cli, 'verify', options, async (reporter, present) => {
    const { verify } = await import('../../../workflow/verify.js');
    const result = await verify({ ...(await clusterVerbOptions(cli, options)), onEvent: reporter.event });
    await present(result, {
      text: () => verifyText(result, styleFor(cli.terminal.colour), cli.terminal.columns()),
      markdown: () => verifyMarkdown(result),
      junit: () => verifyJunit(result),
    });
    if (result.errors !== undefined || result.applications.some(({ problems }) => problems.length > 0))
      return EXIT.error;
    return result.verified ? EXIT.done : EXIT.unhealthy;
  });
}
