import { type Command, Option } from 'commander';

export type OutputFormat = 'text' | 'json';

export interface OutputOptions {
  readonly output: OutputFormat;
}

export function withOutput(command: Command): Command {
  return command.addOption(
    new Option('-o, --output <format>', 'text for people, or json: one document per line, events first and the result last')
      .choices(['text', 'json'])
      .default('text'),
  );
}
