import { resolve } from 'node:path';
import { GitopsError } from '../../../errors.js';
import type { Cli, GlobalOptions } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { cacheDirectory } from '../../input/cache-directory.js';
import { loadRepository } from '../../loading/load-repository.js';
import { createReporter } from '../../reports/reporter.js';
import { styleFor } from '../../terminal/style.js';
import type { SynthOptions } from './synth-options.js';
import { synthText } from './synth-text.js';

export async function runSynth(cli: Cli, options: SynthOptions & GlobalOptions): Promise<ExitCode> {
  const { directory, environment, colour } = cli.terminal;
  const {
    app,
    check = false,
    overwrite = false,
    commit,
    message,
    includeSources = false,
    outputDir,
    engineTimeout,
  } = options;
  refuseWithoutCommit({ message, includeSources }, commit);
  const reporter = await createReporter(cli, options);
  try {
    const { repository, sources } = await loadRepository(resolve(directory, app), directory);
    const { synthRepository } = await import('../../../workflow/synth.js');
    const result = await synthRepository({
      repository,
      sources,
      directory,
      cacheDirectory: cacheDirectory(environment),
      check,
      overwrite,
      engineTimeoutMs: engineTimeout,
      outputDirectory: outputDir,
      ...(commit ? { commit: { includeSources, message } } : {}),
      signal: cli.signal,
    });
    reporter.result(result, () => synthText(result, { check, style: styleFor(colour) }));
    return result.stale.length > 0 ? EXIT.changes : EXIT.done;
  } finally {
    reporter.close();
  }
}

/** An option that would do nothing is a mistake, such as a forgotten --commit. */
function refuseWithoutCommit(
  { message, includeSources }: Pick<SynthOptions, 'message' | 'includeSources'>,
  commit: boolean | undefined,
): void {
  const option = message === undefined ? includeSources && '--include-sources' : '--message';
  if (commit || !option) return;
  throw new GitopsError('CLI_USAGE', `'${option}' needs '--commit'`, { hint: `Add --commit, or leave ${option} out.` });
}
