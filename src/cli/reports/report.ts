import { resolve } from 'node:path';
import type { Cli, GlobalOptions } from '../cli.js';
import type { ExitCode } from '../exit-code.js';
import type { OutputFormat } from '../input/options/output.js';
import type { ReportOptions } from '../input/options/reports.js';
import { writeOutputFile } from '../input/write-output-file.js';
import { type Style, styleFor } from '../terminal/style.js';
import type { Terminal } from '../terminal/terminal.js';
import { columnsFor } from './columns-for.js';
import { documentLine } from './document-line.js';
import { errorDocument } from './error-document.js';
import { errorJunit } from './error-junit.js';
import { errorMarkdown } from './error-markdown.js';
import type { OutputDocument } from './output-document.js';
import { createReporter, type Reporter } from './reporter.js';

/** How a result reads in each format except JSON. */
export interface Views<Result> {
  /** For the titles of reports, such as `diff`. */
  readonly verb: string;
  readonly text: (result: Result, style: Style, columns?: number) => string;
  readonly markdown?: (result: Result) => string;
  readonly junit?: (result: Result) => string;
}

/** What a command does: work, `present` the result, say how it ended. */
type Work<Result> = (reporter: Reporter, present: (result: Result) => Promise<void>) => Promise<ExitCode>;

/**
 * Runs a command that prints its result and writes it to report files. When it fails, the reports say why:
 * one that is left from an earlier run would lie.
 */
export async function report<Result extends OutputDocument>(
  cli: Cli,
  options: ReportOptions & GlobalOptions,
  views: Views<Result>,
  work: Work<Result>,
): Promise<ExitCode> {
  const { terminal } = cli;
  const reporter = await createReporter(cli, options);
  const write = async (render: (format: OutputFormat) => string) => {
    for (const { format, file } of options.report ?? [])
      await writeOutputFile(resolve(terminal.directory, file), file, render(format));
  };
  let isWritten = false;
  try {
    return await work(reporter, async (result) => {
      const render = (format: OutputFormat) => shown(result, format, views, terminal);
      reporter.result(result, () => render(options.output));
      isWritten = true;
      await write(render);
    });
  } catch (error) {
    if (!isWritten) {
      if (options.output === 'markdown' || options.output === 'junit')
        terminal.out(failed(error, options.output, views.verb));
      await write((format) => failed(error, format, views.verb));
    }
    throw error;
  } finally {
    reporter.close();
  }
}

function shown<Result extends OutputDocument>(
  result: Result,
  format: OutputFormat,
  views: Views<Result>,
  terminal: Terminal,
): string {
  if (format === 'json') return documentLine(result);
  const view = format === 'markdown' || format === 'junit' ? views[format] : undefined;
  return view?.(result) ?? views.text(result, styleFor(terminal.colour), columnsFor(format, terminal));
}

function failed(error: unknown, format: OutputFormat, verb: string): string {
  if (format === 'markdown') return errorMarkdown(verb, error);
  if (format === 'junit') return errorJunit(verb, error);
  return documentLine(errorDocument(error));
}
