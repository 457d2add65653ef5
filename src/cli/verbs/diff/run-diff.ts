import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { exitCodeOfProblems } from '../../exit-code-of-problems.js';
import type { ReportOptions } from '../../input/options/reports.js';
import { clusterVerbOptions } from '../../input/verb-options.js';
import { report } from '../../reports/report.js';
import { diffJunit } from './diff-junit.js';
import { diffMarkdown } from './diff-markdown.js';
import type { DiffOptions, diffOptions } from './diff-options.js';
import { diffText } from './diff-text.js';

/** `diff`, and with the purpose `write` `sync --dry-run`, which leaves alone what Argo CD delivers. */
export async function runDiff(
  cli: Cli,
  options: Omit<DiffOptions, 'output'> & ReportOptions & GlobalOptions,
  declared: Omit<typeof diffOptions, 'output' | 'unified'>,
  purpose: 'look' | 'write' = 'look',
): Promise<ExitCode> {
  return report(cli, options, VIEWS, async ({ event: onEvent }, present) => {
    const { diff } = await import('../../../workflow/diff.js');
    const result = await diff({ ...(await clusterVerbOptions(cli, declared, options)), purpose, onEvent });
    await present(result);
    return exitCodeOfProblems(result) || (result.changed ? EXIT.changes : EXIT.done);
  });
}

const VIEWS = { verb: 'diff', text: diffText, markdown: diffMarkdown, junit: diffJunit };
