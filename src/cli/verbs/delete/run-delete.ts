import { GitopsError } from '../../../errors.js';
import type { DeleteResult } from '../../../workflow/api/delete-result.js';
import type { Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { requireSelection } from '../../input/require-selection.js';
import { clusterVerbOptions, runOptions } from '../../input/verb-options.js';
import { createReporter } from '../../reports/reporter.js';
import { styleFor } from '../../terminal/style.js';
import type { DeleteOptions } from './delete-options.js';
import { deleteText } from './delete-text.js';

export async function runDelete(cli: Cli, options: DeleteOptions): Promise<ExitCode> {
  requireSelection(cli, 'delete', options);
  const { terminal } = cli;
  if (!options.yes && !options.dryRun && !terminal.canAsk) {
    throw new GitopsError('CLI_USAGE', 'delete asks first, and nobody can be asked here', {
      hint: 'Add --yes, or look with --dry-run.',
    });
  }
  const reporter = await createReporter(cli, options);
  const style = styleFor(terminal.colour);
  let refused = false;
  const confirm = async (preview: DeleteResult): Promise<boolean> => {
    reporter.close();
    terminal.err(deleteText(preview, style, terminal.columns()));
    const answer = await terminal.ask(options.cascade === 'orphan' ? 'Forget this? [y/N] ' : 'Delete this? [y/N] ');
    refused = !/^y(es)?$/i.test(answer?.trim() ?? '');
    return !refused;
  };
  try {
    const { deleteApplications } = await import('../../../workflow/delete.js');
    const { cascade, pruneProtected = false, confirmPrune = false, anyRepository = false, dryRun = false } = options;
    const result = await deleteApplications({
      ...(await clusterVerbOptions(cli, options, options.cluster)),
      ...runOptions(cli, options),
      ...(cascade === undefined ? {} : { cascade }),
      pruneProtected,
      confirmPrune,
      anyRepository,
      dryRun,
      ...(options.yes ? {} : { confirm }),
      onEvent: reporter.event,
    });
    if (refused) {
      terminal.err('Nothing was changed.\n');
      return EXIT.error;
    }
    reporter.result(result, () => deleteText(result, style, terminal.columns()));
    return exitCodeOf(result);
  } finally {
    reporter.close();
  }
}

function exitCodeOf({ outcome, applications }: DeleteResult): ExitCode {
  const codes = {
    deleted: EXIT.done,
    forgotten: EXIT.done,
    planned: applications.length === 0 ? EXIT.done : EXIT.changes,
    kept: EXIT.unhealthy,
    terminating: EXIT.unhealthy,
    blocked: EXIT.error,
    failed: EXIT.error,
    interrupted: EXIT.interrupted,
  } as const;
  return codes[outcome];
}
