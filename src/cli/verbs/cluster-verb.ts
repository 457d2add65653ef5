import type { ClusterVerbOptions } from '../../workflow/api/options.js';
import type { Cli, GlobalOptions } from '../cli.js';
import type { CliOptions, EngineValuesOf } from '../command/option.js';
import type { ExitCode } from '../exit-code.js';
import type { ClusterOptions } from '../input/options/cluster-options.js';
import type { ReportOptions } from '../input/options/reports.js';
import { clusterVerbOptions } from '../input/verb-options.js';
import type { OutputDocument } from '../reports/output-document.js';
import { report, type Views } from '../reports/report.js';

/** A verb that asks clusters and reports the result: its work, its texts, and its exit code. */
interface ClusterVerb<Declared extends CliOptions, Result extends OutputDocument> extends Views<Result> {
  /** `--cluster` may name clusters that left Git. */
  readonly mayHaveLeftGit?: true;
  readonly work: (given: ClusterVerbOptions & EngineValuesOf<Declared>) => Promise<Result>;
  readonly exit: (result: Result) => ExitCode;
}

export function clusterVerb<Declared extends CliOptions, Result extends OutputDocument>(
  verb: ClusterVerb<Declared, Result>,
): (cli: Cli, options: ClusterOptions & ReportOptions & GlobalOptions, declared: Declared) => Promise<ExitCode> {
  return (cli, options, declared) =>
    report(cli, options, verb, async ({ event: onEvent }, present) => {
      const gone = verb.mayHaveLeftGit ? options.cluster : undefined;
      const result = await verb.work({ ...(await clusterVerbOptions(cli, declared, options, gone)), onEvent });
      await present(result);
      return verb.exit(result);
    });
}
