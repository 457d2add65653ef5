import { type Command, Option } from 'commander';
import type { HookMode } from '../../../workflow/api/options.js';

/** When hooks are run, and in whose order. */
export interface HookOptions {
  readonly hooks?: HookMode;
  readonly asArgocd?: boolean;
}

const MODES: readonly HookMode[] = ['auto', 'always', 'never'];

export function withHooks(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--hooks <when>',
        'run hooks: auto, when there is something to do; always; never (default: auto)',
      ).choices(MODES),
    )
    .option('--as-argocd', "Argo CD's order: prune inside the waves, and do not wait for the health of the last one");
}
