import { resolve } from 'node:path';
import type { Cli, GlobalOptions } from '../cli.js';
import type { ExitCode } from '../exit-code.js';
import type { OutputFormat } from '../input/options/output.js';
import type { ReportOptions } from '../input/options/reports.js';
import { writeOutputFile } from '../input/write-output-file.js';
import { documentLine } from './document-line.js';
import { errorDocument } from './error-document.js';
import { errorJunit } from './error-junit.js';
import { errorMarkdown } from './error-markdown.js';
import type { OutputDocument } from './output-document.js';
import { createReporter, type Reporter } from './reporter.js';

/** How a result reads in each format that is no JSON. */
export type Formats = Readonly<Record<Exclude<OutputFormat, 'json'>, () => string>>;

/** What a command does that writes reports: work, `present` the result, say how it ended. */
export type Reported = (
  reporter: Reporter,
  present: (result: OutputDocument, formats: Formats) => Promise<void>,
) => Promise<ExitCode>;

/**
 * Runs a command that prints its result and writes it to report files. When it fails, the reports say why:
 * one that is left from an earlier run would lie.
 *
 * @param verb for the titles of reports, such as `diff`
 */
export async function report(
  cli: Cli,
  verb: string,
  options: ReportOptions & GlobalOptions,
  run: Reported,
): Promise<ExitCode> {
  const reporter = await createReporter(cli, options);
  const write = async (render: (format: OutputFormat) => string) => {
    for (const { format, file } of options.report ?? [])
      await writeOutputFile(resolve(cli.terminal.directory, file), file, render(format));
  };
  let isWritten = false;
  try {
    return await run(reporter, async (result, formats) => {
      const render = (format: OutputFormat) => (format === 'json' ? documentLine(result) : formats[format]());
      reporter.result(result, () => render(options.output));
      isWritten = true;
      await write(render);
    });
  } catch (error) {
    if (!isWritten) {
      const failed = (format: OutputFormat) =>
        format === 'markdown'
          ? errorMarkdown(verb, error)
          : format === 'junit'
            ? errorJunit(verb, error)
            : documentLine(errorDocument(error));
      if (options.output === 'markdown' || options.output === 'junit') cli.terminal.out(failed(options.output));
      await write(failed);
    }
    throw error;
  } finally {
    reporter.close();
  }
}
