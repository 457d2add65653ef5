import type { Command } from 'commander';
import type { OutputOptions } from './output.js';

/** How kinds are judged. */
export interface HealthRulesOption {
  readonly healthRules?: string;
}

/** What `gitops health` was given. */
export interface HealthCommandOptions extends OutputOptions, HealthRulesOption {
  readonly file: readonly string[];
  readonly argocdCm?: string;
}

export function withHealthRules(command: Command): Command {
  return command.option(
    '--health-rules <file>',
    "rules of your own for kinds: YAML with CEL or Lua, or a TypeScript module; they come before Argo CD's",
  );
}

export function withLogs(command: Command): Command {
  return command.option('--no-logs', 'do not read the log of a container that fails');
}
