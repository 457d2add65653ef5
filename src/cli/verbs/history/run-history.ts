import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { clusterVerbOptions } from '../../input/verb-options.js';
import { createReporter } from '../../reports/reporter.js';
import { styleFor } from '../../terminal/style.js';
import type { HistoryOptions } from './history-options.js';
import { historyText } from './history-text.js';

export async function runHistory(cli: Cli, options: HistoryOptions & GlobalOptions): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  try {
    const { history } = await import('../../../workflow/history.js');
    const { limit } = options;
    const result = await history({
      ...(await clusterVerbOptions(cli, options)),
      ...(limit === undefined ? {} : { limit }),
      onEvent: reporter.event,
    });
    reporter.result(result, () => historyText(result, styleFor(cli.terminal.colour), cli.terminal.columns()));
    return result.errors === undefined ? EXIT.done : EXIT.error;
  } finally {
    reporter.close();
  }
}
