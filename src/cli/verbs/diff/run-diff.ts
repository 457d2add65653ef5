import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { clusterVerbOptions, planOptions } from '../../input/verb-options.js';
import { report } from '../../reports/report.js';
import { styleFor } from '../../terminal/style.js';
import { diffJunit } from './diff-junit.js';
import { diffMarkdown } from './diff-markdown.js';
import type { DiffOptions } from './diff-options.js';
import { diffText } from './diff-text.js';

/** `diff`, and with the purpose `write` `sync --dry-run`, which leaves alone what Argo CD delivers. */
export async function runDiff(
  cli: Cli,
  options: DiffOptions & GlobalOptions,
  purpose: 'look' | 'write' = 'look',
): Promise<ExitCode> {
  return report(cli, 'diff', options, async (reporter, present) => {
    const { diff } = await import('../../../workflow/diff.js');
    const { unified } = options;
    const result = await diff({
      ...(await clusterVerbOptions(cli, options)),
      ...planOptions(options),
      ...(unified === undefined ? {} : { contextLines: unified }),
      purpose,
      onEvent: reporter.event,
    });
    await present(result, {
      text: () => diffText(result, styleFor(cli.terminal.colour)),
      markdown: () => diffMarkdown(result),
      junit: () => diffJunit(result),
    });
    if (result.errors !== undefined || result.applications.some(({ problems }) => problems.length > 0))
      return EXIT.error;
    return result.changed ? EXIT.changes : EXIT.done;
  });
}
