import { GitopsError } from '../errors.js';
import type { Cli } from './cli.js';
import type { ExitCode } from './exit-code.js';

export function runSync(_cli: Cli, _options: unknown): Promise<ExitCode> {
  throw new GitopsError('CLI_USAGE', 'sync is being built');
}
