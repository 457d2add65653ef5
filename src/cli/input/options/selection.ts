import type { Command } from 'commander';
import { collect } from './collect.js';

/** Which Argo Applications a command acts on: those that match every kind of name that was given. */
export interface SelectionOptions {
  readonly environment?: readonly string[];
  readonly application?: readonly string[];
  readonly cluster?: readonly string[];
  readonly all?: boolean;
}

export function withSelection(command: Command): Command {
  return command
    .option('-e, --environment <name>', 'only this environment (several: repeat it, or commas)', collect)
    .option(
      '-a, --application <name>',
      'only this application, or this Argo Application (several: repeat it, or commas)',
      collect,
    )
    .option('-c, --cluster <name>', 'only this cluster (several: repeat it, or commas)', collect)
    .option('--all', 'everything in the revision');
}

/** True when nothing was selected: acting on everything must be said. */
export function selectsNothing(options: SelectionOptions): boolean {
  return options.all !== true && !options.environment && !options.application && !options.cluster;
}
