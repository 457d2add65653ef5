import type { DeleteOptions } from '../../workflow/delete.js';
import type { DiffOptions } from '../../workflow/diff.js';
import type { HistoryOptions } from '../../workflow/history.js';
import type { OrphansOptions } from '../../workflow/orphans.js';
import type { RollbackOptions } from '../../workflow/rollback.js';
import type { SyncOptions } from '../../workflow/sync.js';
import type { OptionGroup } from './option-groups.js';

/** An option of a workflow function. */
type EngineOption =
  | keyof DeleteOptions
  | keyof DiffOptions
  | keyof HistoryOptions
  | keyof OrphansOptions
  | keyof RollbackOptions
  | keyof SyncOptions;

/** An option of the command line, declared once: its flags, its help, its type and where its value goes. */
export interface CliOption {
  /**
   * As commander writes them: `-e, --environment <name>`. The key of the declaration is the long flag's name.
   */
  readonly flags: string;
  readonly help: string;
  readonly group: OptionGroup;
  /** Shown by `--help`; the others are shown by `--help --all`. */
  readonly common?: true;
  /** Reads the value; `before` is what the option had when it is given several times. */
  readonly parse?: (value: string, before: never) => unknown;
  /** The values that are taken; the help names them. */
  readonly choices?: readonly string[];
  readonly default?: unknown;
  /** The command cannot run without it. */
  readonly required?: true;
  /** The key of an option that cannot be given with it. */
  readonly conflicts?: string;
  /** The help of the negative flag, where that exists too. */
  readonly no?: string;
  /** The option of the workflow that takes the value as it is. */
  readonly engine?: EngineOption;
}

/** Options by the name that their value has in the code. */
export type CliOptions = Readonly<Record<string, CliOption>>;

/** The values of declared options. */
export type ValuesOf<Options extends CliOptions> = {
  readonly [Key in keyof Options as Options[Key] extends Always ? Key : never]: ValueOf<Options[Key]>;
} & {
  readonly [Key in keyof Options as Options[Key] extends Always ? never : Key]?: ValueOf<Options[Key]>;
};

/** An option that has a value in every run. */
type Always = { readonly default: unknown } | { readonly required: true };

type ValueOf<Option extends CliOption> = Option extends { readonly parse: (...values: never) => infer Value }
  ? Value
  : Option extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Option extends { readonly flags: `${string}...>` }
      ? readonly string[]
      : Option extends { readonly flags: `${string}>` }
        ? string
        : boolean;

/** What the workflow takes of the options that go to it as they are. */
export type EngineValuesOf<Options extends CliOptions> = {
  readonly [Key in keyof Options as Options[Key] extends { readonly engine: infer Name extends string }
    ? Name
    : never]?: ValueOf<Options[Key]>;
};
