import { InvalidArgumentError } from 'commander';
import { declareOptions } from '../../command/declare-options.js';
import { OUTPUT_FORMATS, type OutputFormat, type OutputOptions } from './output.js';

/** A file that the result is written to, in addition to the printed result. */
export interface ReportFile {
  readonly format: Exclude<OutputFormat, 'text' | 'wide'>;
  readonly file: string;
}

export interface ReportOptions extends OutputOptions {
  readonly report?: readonly ReportFile[];
}

/** `--output` with every format of a report, and `--report`. */
export const reportOptions = declareOptions('output', {
  output: {
    flags: '-o, --output <format>',
    help: 'text, json, markdown or junit',
    common: true,
    choices: ['text', 'json', 'markdown', 'junit'],
    default: 'text',
  },
  report: {
    flags: '--report <format=file>',
    help: 'write a file too, also of a failure: json, markdown or junit',
    common: true,
    parse: reports,
  },
});

/** The same for commands that print a table. */
export const tableReportOptions = {
  ...reportOptions,
  ...declareOptions('output', {
    output: {
      flags: '-o, --output <format>',
      help: 'text, wide (nothing is cut), json, markdown or junit',
      common: true,
      choices: OUTPUT_FORMATS,
      default: 'text',
    },
  }),
};

function reports(value: string, before: readonly ReportFile[] = []): readonly ReportFile[] {
  // A comma may be part of a name: only one before the next format parts two reports.
  return [...before, ...value.split(/,(?=[a-z]+=)/).map(report)];
}

function report(part: string): ReportFile {
  const [, format = '', file = ''] = /^([a-z]+)=(.+)$/s.exec(part) ?? [];
  const known = OUTPUT_FORMATS.filter((one) => one !== 'text' && one !== 'wide').find((one) => one === format);
  if (known === undefined)
    throw new InvalidArgumentError('Give a format and a file, such as markdown=diff.md or junit=diff.xml.');
  return { format: known, file };
}
