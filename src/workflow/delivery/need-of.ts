import { isEmpty } from '../../cluster/plan/plan.js';
import { deepEqual } from '../../manifest/equality.js';
import type { PlannedApplication } from '../planning/planned-cluster.js';
import type { SyncClusterOptions } from './sync-cluster-options.js';

/** `held`: a rollback forbids it. `nothing`: there is nothing to write. */
export type Need = 'held' | 'nothing' | 'work';

/** What a sync has to do with an Argo Application, as it was planned. */
export async function needOf(planned: PlannedApplication, options: SyncClusterOptions): Promise<Need> {
  const { application, observed } = planned;
  if (await options.holds.forbids(application, observed.inventory?.hold)) return 'held';
  return needsNothing(planned, options) ? 'nothing' : 'work';
}

/** No change, no interrupted run to close, no hold to set or lift. */
function needsNothing({ plan, observed }: PlannedApplication, { run, holds }: SyncClusterOptions): boolean {
  const { inventory, application } = observed;
  if (plan.problems.length > 0) return false;
  // An inventory that owns nothing any more goes with its Argo Application.
  if (run.action === 'delete' && inventory?.entries.length === 0) return false;
  if (inventory?.operation || !deepEqual(inventory?.hold, holds.after(application, inventory?.hold))) return false;
  return isEmpty(plan) && observed.createNamespace === undefined && observed.manageNamespace === undefined;
}
