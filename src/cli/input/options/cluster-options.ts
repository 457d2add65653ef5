import type { Command } from 'commander';
import type { HealthRulesOption } from './health.js';
import { type OutputOptions, withOutput } from './output.js';
import { type RevisionOptions, withAccess, withRepository, withRevision } from './revision.js';
import { type SelectionOptions, withSelection } from './selection.js';

/** What every command that compares a revision with clusters takes. */
export type ClusterOptions = SelectionOptions & RevisionOptions & OutputOptions & HealthRulesOption;

/** @param output adds `--output`, where a command knows more formats than text and JSON */
export function withClusterOptions(command: Command, output: (command: Command) => Command = withOutput): Command {
  return output(withAccess(withRepository(withRevision(withSelection(command)))));
}
