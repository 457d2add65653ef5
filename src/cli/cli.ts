import type { Command } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal/terminal.js';

/** What every command gets. */
export interface Cli {
  readonly terminal: Terminal;
  /** Aborts at the first Ctrl-C: finish what is in flight and stop. */
  readonly signal: AbortSignal;
  /** The exit code a command ended with. */
  finish(code: ExitCode): void;
}

/** Options of `gitops` itself, before or after the command's name. */
export interface GlobalOptions {
  /** False with `--no-color`. */
  readonly color?: string | false;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** A command's action: its result is the exit code. */
export function action<Options>(
  cli: Cli,
  run: (options: Options & GlobalOptions, command: Command, ...values: readonly string[]) => Promise<ExitCode>,
): (...values: unknown[]) => Promise<void> {
  return async (...values) => {
    const command = values.at(-1) as Command;
    cli.finish(await run(command.optsWithGlobals(), command, ...(values.slice(0, -2) as string[])));
  };
}
