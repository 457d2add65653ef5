import type { Hold } from '../../cluster/inventory/inventory.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import { isHeld } from './held.js';

/**
 * What holds mean to a run. Asked with the hold that the cluster has at that moment: somebody else's rollback
 * may have ended while a sync waited for its lock.
 */
export interface HoldRules {
  /** Whether it forbids what is to be synced. */
  forbids(application: Wanted, hold: Hold | undefined): Promise<boolean>;
  /** The hold after the run; undefined lifts it. */
  after(application: Wanted, hold: Hold | undefined): Hold | undefined;
}

type Wanted = Pick<DesiredApplication, 'instance' | 'content' | 'revision'>;

/** A sync lifts every hold but those whose target is what it syncs. */
export function holdRules({ revision, git }: Pick<LoadedRevision, 'revision' | 'git'>, resume: boolean): HoldRules {
  return {
    forbids: async ({ content, revision: pinned }, hold) =>
      !resume &&
      (await isHeld(hold, { ...(pinned ?? revision), content }, (older, newer) => git.isAncestor(older, newer))),
    after: ({ revision: pinned }, hold) => (hold?.to === (pinned ?? revision).commit && !resume ? hold : undefined),
  };
}
