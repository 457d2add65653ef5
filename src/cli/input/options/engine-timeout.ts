import { InvalidArgumentError } from 'commander';
import { declareOptions } from '../../command/declare-options.js';
import { duration } from './duration.js';

/** What one call of an engine may take, for every command that renders: errors name the option. */
export const engineTimeoutOption = declareOptions('source', {
  engineTimeout: {
    flags: '--engine-timeout <duration>',
    help: 'processor time for one build of kustomize, Helm or Jsonnet, such as 90s or 5m (default: 1m, Jsonnet 30s)',
    parse: limit,
  },
});

function limit(value: string): number {
  const milliseconds = duration(value);
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("Give a duration above zero, such as '90s' or '5m'.");
}
