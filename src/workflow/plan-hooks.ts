import { observeHooks } from '../cluster/observe/observe-hooks.js';
import { hooksDue } from '../cluster/plan/hooks-due.js';
import { isEmpty } from '../cluster/plan/plan.js';
import { withHooks } from '../cluster/plan/with-hooks.js';
import { impersonate } from '../cluster/transport/impersonate.js';
import type { ClusterSession } from './cluster-session.js';
import type { PlanClusterOptions, PlannedApplication } from './plan-cluster.js';

/** Adds the hooks that are due to the plan of an Argo Application. Asks the cluster only when there are some. */
export async function planHooks(
  planned: PlannedApplication,
  { client, inventoryNamespace }: ClusterSession,
  { hooks: mode = 'auto', prune, adopt, signal }: PlanClusterOptions,
): Promise<PlannedApplication> {
  const { observed, plan } = planned;
  const { hooks, inventory } = observed;
  const changes = !isEmpty(plan) || observed.createNamespace !== undefined || observed.manageNamespace !== undefined;
  const due = hooksDue({ hooks, mode, changes, deleting: prune.deleting === true, ...(inventory ? { inventory } : {}) });
  if (!due) return planned;
  const acting = impersonate(client, observed.application.impersonate);
  const observations = await observeHooks(observed, due.phases, { client: acting, inventoryNamespace, adopt, ...(signal ? { signal } : {}) });
  return { ...planned, plan: withHooks(plan, due, observations, inventory) };
}
