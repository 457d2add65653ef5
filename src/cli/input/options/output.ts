import { type Command, Option } from 'commander';

/** What a result can be printed as. Which of them a command knows, its help says. */
export const OUTPUT_FORMATS = ['text', 'json', 'markdown', 'junit'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface OutputOptions {
  readonly output: OutputFormat;
}

export function withOutput(command: Command): Command {
  return command.addOption(
    new Option(
      '-o, --output <format>',
      'text for people, or json: one document per line, events first and the result last',
    )
      .choices(['text', 'json'])
      .default('text'),
  );
}
