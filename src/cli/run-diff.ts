import type { Cli, GlobalOptions } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { DiffOptions } from './options/diff-options.js';
import { diffText } from './output/diff-text.js';
import { createReporter } from './output/reporter.js';
import { styleFor } from './style.js';
import { clusterVerbOptions, planOptions } from './verb-options.js';

/** `diff`, and `sync --dry-run`. */
export async function runDiff(cli: Cli, options: DiffOptions & GlobalOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const { diff } = await import('../workflow/diff.js');
    const result = await diff({ ...(await clusterVerbOptions(cli, options)), ...planOptions(options), onEvent: reporter.event });
    reporter.result(result, () => diffText(result, styleFor(cli.terminal.colour)));
    if (result.applications.some(({ problems }) => problems.length > 0)) return EXIT.error;
    return result.changed ? EXIT.changes : EXIT.done;
  } finally {
    reporter.close();
  }
}
