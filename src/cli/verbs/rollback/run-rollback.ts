import { GitopsError } from '../../../errors.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { exitCodeOfOutcome } from '../../exit-code-of-outcome.js';
import { requireSelection } from '../../input/require-selection.js';
import { clusterVerbOptions, runOptions } from '../../input/verb-options.js';
import { report } from '../../reports/report.js';
import { syncText } from '../sync/sync-text.js';
import type { RollbackOptions, rollbackOptions } from './rollback-options.js';

export async function runRollback(
  cli: Cli,
  options: RollbackOptions & GlobalOptions,
  declared: typeof rollbackOptions,
): Promise<ExitCode> {
  requireSelection(cli, 'rollback', options);
  if (!(await agreed(cli, options))) {
    cli.terminal.err('Nothing was changed.\n');
    return EXIT.error;
  }
  return report(cli, options, { verb: 'rollback', text: syncText }, async ({ event: onEvent }, present) => {
    const { rollback } = await import('../../../workflow/rollback.js');
    const result = await rollback({
      ...(await clusterVerbOptions(cli, declared, options)),
      ...runOptions(cli),
      onEvent,
    });
    await present(result);
    return result.revert?.problem ? EXIT.error : exitCodeOfOutcome(result.outcome);
  });
}

/** @throws GitopsError CLI_USAGE when nobody can be asked and `--yes` is missing */
async function agreed({ terminal }: Cli, options: RollbackOptions): Promise<boolean> {
  if (options.yes) return true;
  if (!terminal.canAsk)
    throw new GitopsError('CLI_USAGE', 'rollback asks first, and nobody can be asked here', { hint: 'Add --yes.' });
  const what = options.all
    ? 'everything'
    : [options.application, options.environment, options.cluster]
        .flatMap((names) => names?.join(', ') ?? [])
        .join(' in ');
  const answer = await terminal.ask(
    `Roll back ${what} to ${options.to ?? 'the last good revision'}? What the bad revision added is deleted. [y/N] `,
  );
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
