import { type Command, InvalidArgumentError } from 'commander';
import { duration } from './duration.js';

/** What one call of an engine may take. */
export interface EngineTimeoutOption {
  readonly engineTimeout?: number;
}

/** For every command that renders: errors name the option. */
export function withEngineTimeout(command: Command): Command {
  return command.option(
    '--engine-timeout <duration>',
    'processor time for one build of kustomize, Helm or Jsonnet, such as 90s or 5m (default: 1m, Jsonnet 30s)',
    limit,
  );
}

function limit(value: string): number {
  const milliseconds = duration(value);
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("Give a duration above zero, such as '90s' or '5m'.");
}
