import type { ValuesOf } from './command/option.js';
import type { ExitCode } from './exit-code.js';
import type { globalOptions } from './input/options/global.js';
import type { Terminal } from './terminal/terminal.js';

/** What every command gets. */
export interface Cli {
  readonly terminal: Terminal;
  /** Aborts at the first Ctrl-C or SIGTERM: finish what changes something and is in flight, and stop. */
  readonly signal: AbortSignal;
  /** The exit code a command ended with. */
  finish(code: ExitCode): void;
}

/** Options of `gitops` itself, before or after the command's name. */
export type GlobalOptions = ValuesOf<typeof globalOptions>;
