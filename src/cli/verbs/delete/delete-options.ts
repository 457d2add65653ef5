import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { clusterOptions } from '../../input/options/cluster-options.js';
import { healthRulesOption } from '../../input/options/health.js';
import { waitOptions } from '../../input/options/run.js';

export const deleteOptions = {
  ...clusterOptions,
  ...declareOptions('run', {
    dryRun: {
      flags: '--dry-run',
      help: 'show what would be deleted, and change nothing',
      common: true,
      engine: 'dryRun',
    },
    yes: { flags: '-y, --yes', help: 'do not ask', common: true },
  }),
  ...waitOptions,
  timeout: {
    ...waitOptions.timeout,
    help: 'how long to wait until everything is gone, such as 90s (default: 5m)',
  },
  lockTimeout: {
    ...waitOptions.lockTimeout,
    help: 'how long to wait for a sync of the same Argo Application (default: 1m)',
  },
  ...declareOptions('run', { wait: { flags: '--no-wait', help: 'do not wait until everything is gone' } }),
  ...declareOptions('pruning', {
    cascade: {
      flags: '--cascade <how>',
      help: "background or foreground: delete the objects and what belongs to them; orphan: leave them running (default: the Argo Application's PrunePropagationPolicy, otherwise background)",
      common: true,
      choices: ['background', 'foreground', 'orphan'],
      engine: 'cascade',
    },
    pruneProtected: {
      flags: '--prune-protected',
      help: 'delete Namespaces, CustomResourceDefinitions and volumes too',
      engine: 'pruneProtected',
    },
    confirmPrune: {
      flags: '--confirm-prune',
      help: 'delete also what asks for a confirmation (Prune=confirm, Delete=confirm)',
      engine: 'confirmPrune',
    },
    anyRepository: {
      flags: '--any-repository',
      help: 'delete also what was synced from another Git repository',
      engine: 'anyRepository',
    },
  }),
  ...healthRulesOption,
};

export type DeleteOptions = ValuesOf<typeof deleteOptions>;
