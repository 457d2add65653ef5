import { GitopsError } from '../errors.js';
import type { DeleteResult } from '../workflow/api/delete-result.js';
import type { Cli } from './cli.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { DeleteOptions } from './options/delete-options.js';
import { deleteText } from './output/delete-text.js';
import { createReporter } from './output/reporter.js';
import { requireSelection } from './require-selection.js';
import { styleFor } from './style.js';
import { clusterVerbOptions, runOptions } from './verb-options.js';

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
    terminal.err(deleteText(preview, style));
    const answer = await terminal.ask(options.cascade === 'orphan' ? 'Forget this? [y/N] ' : 'Delete this? [y/N] ');
    refused = !/^y(es)?$/i.test(answer?.trim() ?? '');
    return !refused;
  };
  try {
    const { deleteApplications } = await import('../workflow/delete.js');
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
    reporter.result(result, () => deleteText(result, style));
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
