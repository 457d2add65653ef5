import type { GlobalOptions } from '../../cli.js';
import type { OutputOptions } from '../../input/options/output.js';

/** Options of every `gitops local` command. */
export interface LocalOptions extends OutputOptions, GlobalOptions {
  readonly name: string;
  readonly stateDir?: string;
}

export interface LocalUpOptions extends LocalOptions {
  readonly nodes: number;
  readonly verify?: boolean;
}

export interface LocalDownOptions extends LocalOptions {
  readonly keep?: boolean;
  readonly all?: boolean;
}

export interface LocalKubeconfigOptions extends LocalOptions {
  readonly user: string;
  readonly group?: readonly string[];
  readonly print?: boolean;
}
