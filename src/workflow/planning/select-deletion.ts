import type { ArgoApplication } from '../../argocd/application.js';
import { hookOf } from '../../argocd/hooks.js';
import { LABEL } from '../../argocd/labels.js';
import type { StoredInventory } from '../../cluster/inventory/inventory.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Selection } from '../api/options.js';
import type { SkippedApplication } from '../api/results.js';
import type { ClusterSession } from '../revision/cluster-session.js';
import type { KnownClusters } from '../revision/load-clusters.js';
import type { ProjectVerdict } from '../revision/project-verdict.js';

/** An inventory that is to go, with its Argo Application while Git has it. */
export interface DeletionSelection {
  readonly inventory: StoredInventory;
  readonly application?: ArgoApplication;
  /** Its PreDelete and PostDelete hooks, as Git has them. */
  readonly hooks: readonly KubeObject[];
  /** What its AppProject permits. */
  readonly permissions?: ProjectVerdict['permissions'];
}

/** What is to go in one cluster. */
export interface SelectedDeletions {
  readonly session: ClusterSession;
  readonly chosen: readonly DeletionSelection[];
}

/**
 * Chooses inventories by the names that were given: those they carry themselves, so that what left Git is found too. Pure.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED for a name that neither Git nor a cluster knows, CLUSTER_INVENTORY_FOREIGN for what another repository synced
 */
export function selectDeletion(
  sessions: readonly ClusterSession[],
  known: KnownClusters,
  selection: Selection & { readonly anyRepository?: boolean },
): { readonly selected: readonly SelectedDeletions[]; readonly skipped: readonly SkippedApplication[] } {
  const everything = sessions.flatMap(({ inventories }) => [...inventories.values()]);
  const inGit = known.clusters.flatMap(({ applications }) => [...applications.values()]);
  assertKnown(everything, inGit, selection);
  const isOurs = ({ repository }: StoredInventory) => selection.anyRepository === true || known.repositories.has(repository);
  const selected = sessions.map((session) => {
    const cluster = known.clusters.find(({ secret }) => secret.name === session.target.secret.name);
    const matching = [...session.inventories.values()].filter((inventory) => matchesInventory(inventory, selection));
    const chosen = matching.filter(isOurs).map((inventory) => {
      const application = cluster?.applications.get(inventory.name);
      const hooks = application ? (cluster?.rendered.get(inventory.name) ?? []).filter(isDeletionHook) : [];
      const permissions = cluster?.permissions.get(inventory.name);
      return { inventory, hooks, ...(application ? { application } : {}), ...(permissions ? { permissions } : {}) };
    });
    return { session, chosen, foreign: selection.applications ? matching.filter((inventory) => !isOurs(inventory)) : [] };
  });
  GitopsError.throwAll(selected.flatMap(({ session, foreign }) => foreign.map((inventory) => foreignInventory(inventory, session.client.cluster))));
  const found = new Set(selected.flatMap(({ chosen }) => chosen.map(({ inventory }) => inventory.application)));
  const skipped = (selection.applications ?? []).flatMap((name) =>
    everything.some((inventory) => isNamed(inventory, name)) || found.has(name)
      ? []
      : [{ application: name, reason: 'nothing of it is in the clusters' }],
  );
  return { selected, skipped };
}

function isDeletionHook(object: KubeObject): boolean {
  const hook = hookOf(object);
  return typeof hook === 'object' && hook.phases.some((phase) => phase === 'PreDelete' || phase === 'PostDelete');
}

function matchesInventory(inventory: StoredInventory, { applications, environments }: Selection): boolean {
  const { labels } = inventory;
  return (
    (applications === undefined || applications.some((name) => isNamed(inventory, name))) &&
    (environments === undefined || environments.includes(labels[LABEL.environment] ?? ''))
  );
}

function isNamed({ application, labels }: StoredInventory, name: string): boolean {
  return application === name || labels[LABEL.application] === name;
}

function assertKnown(
  inventories: readonly StoredInventory[],
  inGit: readonly ArgoApplication[],
  { applications = [], environments = [] }: Selection,
): void {
  const names = [...new Set(inventories.map(({ application }) => application))].sort().join(', ') || 'none';
  const unknown = (noun: string, name: string) =>
    new GitopsError('WORKFLOW_NOTHING_SELECTED', `no ${noun} '${name}' was synced to these clusters, and Git has none`, {
      hint: `Synced are: ${names}.`,
    });
  const ofGit = (label: string, name: string) => inGit.some(({ metadata }) => metadata.labels?.[label] === name);
  GitopsError.throwAll([
    ...applications
      .filter((name) => !inventories.some((inventory) => isNamed(inventory, name)))
      .filter((name) => !ofGit(LABEL.application, name) && !inGit.some(({ metadata }) => metadata.name === name))
      .map((name) => unknown('application', name)),
    ...environments
      .filter((name) => !inventories.some(({ labels }) => labels[LABEL.environment] === name) && !ofGit(LABEL.environment, name))
      .map((name) => unknown('environment', name)),
  ]);
}

function foreignInventory({ application, repository }: StoredInventory, cluster: string): GitopsError {
  return new GitopsError(
    'CLUSTER_INVENTORY_FOREIGN',
    `'${application}' in cluster '${cluster}' was synced from another repository: '${repository}'`,
    {
      hint: 'Delete it from there; if that repository is gone, or this one only moved, add --any-repository.',
    },
  );
}
