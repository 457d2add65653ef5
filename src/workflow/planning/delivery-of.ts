import type { Delivery } from '../api/results.js';
import type { PlannedApplication, PlannedCluster } from './planned-cluster.js';

/** Who delivers an Argo Application, as a part of a result; empty for what we deliver. */
export function deliveryOf({ application, observed }: Pick<PlannedApplication, 'application' | 'observed'>): Delivery {
  return application.argocd ? { deliveredBy: 'argocd', searched: observed.searched ?? [] } : {};
}

/** The same for one that could not be planned. */
export function deliveryOfUnplanned({ session }: Pick<PlannedCluster, 'session'>, name: string): Delivery {
  return session.target.applications.some((one) => one.name === name && one.argocd) ? { deliveredBy: 'argocd' } : {};
}
