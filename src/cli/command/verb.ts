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

/** The argument after the name of a verb: in `<>` when it is required, otherwise in `[]`. */
export interface VerbArgument {
  readonly name: `<${string}>` | `[${string}]`;
  readonly help: string;
  readonly default?: string;
  readonly choices?: readonly string[];
}

/** What `run` of a verb gets in addition to the values of its options. */
export interface VerbCall<Options extends CliOptions = CliOptions> {
  /** The declared options. `run` does not import them, so that every start loads fewer files. */
  readonly declared: Options;
  readonly argument?: string;
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
  /**
   * It changes clusters, Git or this machine: at the first Ctrl-C or SIGTERM it finishes what is in flight.
   * Other verbs end at once. Default: false.
   */
  readonly changes?: boolean;
  /** Lines to type, the most useful first: `--help` shows two, `--help --all` the rest. */
  readonly examples?: readonly string[];
  /** What else is worth knowing. */
  readonly notes?: string;
  /** Imports what it needs itself: nothing heavy is loaded before a command runs. */
  run?(cli: Cli, options: ValuesOf<Options> & GlobalOptions, call: VerbCall<Options>): Promise<ExitCode>;
  readonly verbs?: readonly Verb[];
}
