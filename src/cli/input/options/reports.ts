import { type Command, InvalidArgumentError, Option } from 'commander';
import { OUTPUT_FORMATS, type OutputFormat, type OutputOptions } from './output.js';

/** A file that the result is written to, beside what is printed. */
export interface ReportFile {
  readonly format: Exclude<OutputFormat, 'text'>;
  readonly file: string;
}

export interface ReportOptions extends OutputOptions {
  readonly report?: readonly ReportFile[];
}

/** `--output` with every format of a report, and `--report`. */
export function withReports(command: Command, flags = '-o, --output <format>'): Command {
  return command
    .addOption(
      new Option(
        flags,
        'text for people, json: one document per line, events first and the result last, markdown for a pull request, or junit for test reports',
      )
        .choices(OUTPUT_FORMATS)
        .default('text'),
    )
    .addOption(
      new Option(
        '--report <format=file>',
        'write the result to a file too, as json, markdown or junit (several: repeat it, or commas); also when the command fails',
      ).argParser(reports),
    );
}

function reports(value: string, before: readonly ReportFile[] = []): readonly ReportFile[] {
  // A comma may be part of a name: only one before the next format parts two reports.
  return [...before, ...value.split(/,(?=[a-z]+=)/).map(report)];
}

function report(part: string): ReportFile {
  const [, format = '', file = ''] = /^([a-z]+)=(.+)$/s.exec(part) ?? [];
  const known = OUTPUT_FORMATS.filter((one) => one !== 'text').find((one) => one === format);
  if (known === undefined)
    throw new InvalidArgumentError('Give a format and a file, such as markdown=diff.md or junit=diff.xml.');
  return { format: known, file };
}
