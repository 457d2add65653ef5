import { declareOptions } from '../../command/declare-options.js';
import { hookOptions } from './hooks.js';
import { count, percentage } from './numbers.js';
import { ownershipOptions } from './ownership.js';

/** What a sync may take, and how much it may delete. */
export const limitOptions = {
  ...declareOptions('pruning', {
    prune: {
      flags: '--prune',
      help: "delete what left Git (default: the Argo Application's sync policy)",
      no: 'delete nothing',
      common: true,
      engine: 'prune',
    },
    pruneOrphaned: {
      flags: '--prune-orphaned',
      help: 'delete what Argo Applications that are no longer in Git had applied',
      common: true,
      engine: 'pruneOrphaned',
    },
    pruneProtected: {
      flags: '--prune-protected',
      help: 'delete Namespaces, CustomResourceDefinitions and volumes too',
      engine: 'pruneProtected',
    },
    maxPruneApplications: {
      flags: '--max-prune-applications <number>',
      help: 'refuse --prune-orphaned for more Argo Applications at once (default: 5)',
      parse: count,
      engine: 'maxPruneApplications',
    },
    maxPrune: {
      flags: '--max-prune <number>',
      help: 'refuse to delete more objects of one Argo Application (default: 100)',
      parse: count,
      engine: 'maxPrune',
    },
    maxPrunePercent: {
      flags: '--max-prune-percent <percent>',
      help: 'refuse to delete a larger share of one Argo Application, where that is 6 objects or more (default: 50)',
      parse: percentage,
      engine: 'maxPrunePercent',
    },
    allowEmpty: {
      flags: '--allow-empty',
      help: 'let pruning delete the last object of an Argo Application',
      engine: 'allowEmpty',
    },
    confirmPrune: {
      flags: '--confirm-prune',
      help: 'delete what left Git and asks for a confirmation, by the sync option Prune=confirm',
      engine: 'confirmPrune',
    },
  }),
  ...ownershipOptions,
  ...hookOptions,
  ...declareOptions('run', {
    allowOlder: {
      flags: '--allow-older',
      help: 'apply a revision that is older than the one that was synced',
      engine: 'allowOlder',
    },
  }),
  ...declareOptions('access', {
    impersonate: {
      flags: '--impersonate',
      help: 'act as the service account of the AppProject (default: as argocd-cm in Git says)',
      no: 'act as the user who runs it, whatever argocd-cm says',
      engine: 'impersonate',
    },
  }),
};
