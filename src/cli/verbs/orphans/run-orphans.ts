import type { Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { clusterVerbOptions } from '../../input/verb-options.js';
import { createReporter } from '../../reports/reporter.js';
import { styleFor } from '../../terminal/style.js';
import type { OrphansOptions } from './orphans-options.js';
import { orphansText } from './orphans-text.js';

export async function runOrphans(cli: Cli, options: OrphansOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const { orphans } = await import('../../../workflow/orphans.js');
    const { tracked = false, anyRepository = false } = options;
    const result = await orphans({
      ...(await clusterVerbOptions(cli, options, options.cluster)),
      tracked,
      anyRepository,
    });
    reporter.result(result, () => orphansText(result, styleFor(cli.terminal.colour), cli.terminal.columns()));
    if (result.errors !== undefined) return EXIT.error;
    return result.applications.length + result.unowned.length > 0 ? EXIT.changes : EXIT.done;
  } finally {
    reporter.close();
  }
}
