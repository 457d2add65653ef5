import { GitopsError } from '../../../errors.js';
import type { DeleteResult } from '../../../workflow/api/delete-result.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { requireSelection } from '../../input/require-selection.js';
import { clusterVerbOptions, runOptions } from '../../input/verb-options.js';
import { columnsFor } from '../../reports/columns-for.js';
import { report } from '../../reports/report.js';
import { styleFor } from '../../terminal/style.js';
import type { DeleteOptions, deleteOptions } from './delete-options.js';
import { deleteText } from './delete-text.js';

export async function runDelete(
  cli: Cli,
  options: DeleteOptions & GlobalOptions,
  declared: typeof deleteOptions,
): Promise<ExitCode> {
  requireSelection(cli, 'delete', options);
  const { terminal } = cli;
  if (!options.yes && !options.dryRun && !terminal.canAsk) {
    throw new GitopsError('CLI_USAGE', 'delete asks first, and nobody can be asked here', {
      hint: 'Add --yes, or look with --dry-run.',
    });
  }
  return report(cli, options, { verb: 'delete', text: deleteText }, async (reporter, present) => {
    let refused = false;
    const confirm = async (preview: DeleteResult): Promise<boolean> => {
      reporter.close();
      terminal.err(deleteText(preview, styleFor(terminal.colour), columnsFor(options.output, terminal)));
      const answer = await terminal.ask(options.cascade === 'orphan' ? 'Forget this? [y/N] ' : 'Delete this? [y/N] ');
      refused = !/^y(es)?$/i.test(answer?.trim() ?? '');
      return !refused;
    };
    const { deleteApplications } = await import('../../../workflow/delete.js');
    const result = await deleteApplications({
      ...(await clusterVerbOptions(cli, declared, options, options.cluster)),
      ...runOptions(cli, options.wait),
      ...(options.yes ? {} : { confirm }),
      onEvent: reporter.event,
    });
    if (refused) {
      terminal.err('Nothing was changed.\n');
      return EXIT.error;
    }
    await present(result);
    return exitCodeOf(result);
  });
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
