import type { Cli, GlobalOptions } from '../cli.js';
import type { ExitCode } from '../exit-code.js';
import type { CliOptions, ValuesOf } from './option.js';

/** The sections of `gitops --help`, in their order. */
export const VERB_GROUPS = {
  author: 'Write and check the repository:',
  look: 'Look at clusters:',
  deliver: 'Deliver:',
  undo: 'Undo:',
  local: 'Try it out:',
  shell: 'The command itself:',
} as const;

/** What stands behind the name of a verb, in `<>` when it has to be given, otherwise in `[]`. */
export interface VerbArgument {
  readonly name: `<${string}>` | `[${string}]`;
  readonly help: string;
  readonly default?: string;
  readonly choices?: readonly string[];
}

/** A verb as data. */
export interface Verb<Options extends CliOptions = CliOptions> {
  readonly name: string;
  readonly group: keyof typeof VERB_GROUPS;
  /** Its line in `gitops --help`. */
  readonly summary: string;
  readonly description: string;
  readonly argument?: VerbArgument;
  readonly options: Options;
  /** Lines to type, the most useful first: `--help` shows two, `--help --all` the rest. */
  readonly examples?: readonly string[];
  /** What else is worth knowing. */
  readonly notes?: string;
  /** Imports what it needs itself: nothing heavy is loaded before a command runs. */
  run?(cli: Cli, options: ValuesOf<Options> & GlobalOptions, argument?: string): Promise<ExitCode>;
  readonly verbs?: readonly Verb[];
}
