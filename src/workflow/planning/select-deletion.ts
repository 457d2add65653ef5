import type { ArgoApplication } from '../../argocd/application/application.js';
import { isArgoCdDelivery } from '../../argocd/application/is-argocd-delivery.js';
import { LABEL } from '../../argocd/labels.js';
import { hookOf } from '../../argocd/sync/hooks.js';
import type { BrokenInventory, StoredInventory } from '../../cluster/inventory/inventory.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Cascade } from '../api/delete-result.js';
import type { Selection } from '../api/options.js';
import type { SkippedApplication } from '../api/results.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import type { KnownClusters } from '../clusters/load-clusters.js';
import { argoCdDelivers } from '../verdicts/argocd-delivers.js';
import type { ProjectVerdict } from '../verdicts/project-verdict.js';
import { matches } from '../verdicts/selection.js';

/** An inventory that is to go, with its Argo Application while Git has it. */
export interface DeletionSelection {
  readonly inventory: StoredInventory;
  readonly application?: ArgoApplication;
  /** Its PreDelete and PostDelete hooks, as Git has them. */
  readonly hooks: readonly KubeObject[];
  /** What its AppProject permits. */
  readonly permissions?: ProjectVerdict['permissions'];
}

/** What was to go and cannot, because what it owns is unknown. */
export interface BrokenDeletion {
  readonly inventory: BrokenInventory;
  readonly cluster: string;
  readonly application?: ArgoApplication;
}

/** An inventory as far as names select it. */
type Named = Pick<StoredInventory, 'application' | 'labels'>;

/** What is to go in one cluster. */
export interface SelectedDeletions {
  readonly session: ClusterSession;
  readonly chosen: readonly DeletionSelection[];
}

/**
 * Chooses inventories by the names that were given: those they carry themselves, so that what left Git is
 * found too. Pure.
 *
 * What Argo CD delivers is left alone, but for letting go of it (`orphan`): nobody but Argo CD deletes it.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED for a name that neither Git nor a cluster knows, and when
 * nothing has all names that were given; WORKFLOW_ARGOCD_DELIVERS when all of it is left alone;
 * CLUSTER_INVENTORY_FOREIGN for what another repository synced
 */
export function selectDeletion(
  sessions: readonly ClusterSession[],
  known: KnownClusters,
  selection: Selection & { readonly anyRepository?: boolean; readonly cascade?: Cascade },
): {
  readonly selected: readonly SelectedDeletions[];
  readonly skipped: readonly SkippedApplication[];
  readonly broken: readonly BrokenDeletion[];
} {
  const everything = sessions.flatMap(({ inventories }) => [...inventories.values()]);
  const inGit = known.clusters.flatMap(({ applications }) => [...applications.values()]);
  const damaged = sessions.flatMap((session) => brokenDeletions(session, known, selection));
  const synced = [...everything, ...damaged.map(({ inventory }) => inventory)];
  assertKnown(synced, inGit, selection);
  const theirs = selection.cascade === 'orphan' ? [] : deliveredByArgoCd(sessions, known, selection);
  assertTogether(synced, inGit, selection);
  const isOurs = ({ repository }: StoredInventory) =>
    selection.anyRepository === true || known.ownRepositories.has(repository);
  const selected = sessions.map((session) => {
    const cluster = known.clusters.find(({ secret }) => secret.name === session.target.secret.name);
    const matching = [...session.inventories.values()].filter((inventory) => matchesInventory(inventory, selection));
    const isTheirs = ({ name }: StoredInventory) =>
      theirs.some((one) => one.application === cluster?.applications.get(name));
    const mine = matching.filter((inventory) => isOurs(inventory) && !isTheirs(inventory));
    const chosen = mine.map((inventory) => {
      const application = cluster?.applications.get(inventory.name);
      const hooks = application ? (cluster?.rendered.get(inventory.name) ?? []).filter(isDeletionHook) : [];
      const permissions = cluster?.permissions.get(inventory.name);
      return { inventory, hooks, ...(application ? { application } : {}), ...(permissions ? { permissions } : {}) };
    });
    return {
      session,
      chosen,
      foreign: selection.applications ? matching.filter((inventory) => !isOurs(inventory)) : [],
    };
  });
  GitopsError.throwAll(
    selected.flatMap(({ session, foreign }) =>
      foreign.map((inventory) => foreignInventory(inventory, session.client.cluster)),
    ),
  );
  const found = new Set(selected.flatMap(({ chosen }) => chosen.map(({ inventory }) => inventory.application)));
  const theirNames = [...new Set(theirs.map(({ application }) => application.metadata.name))];
  if (found.size === 0 && theirNames.length > 0) throw argoCdDelivers(theirNames, known.revision.shortId, HINT);
  const skipped = (selection.applications ?? []).flatMap((name) =>
    synced.some((inventory) => isNamed(inventory, name)) ||
    found.has(name) ||
    theirs.some((one) => matches(one.application, one.secret, { applications: [name] }))
      ? []
      : [{ application: name, reason: 'nothing of it is in the clusters' }],
  );
  const left = theirNames.map((application) => ({
    application,
    reason: 'Argo CD delivers it',
    deliveredBy: 'argocd' as const,
  }));
  // One that nobody named and Git does not have may be another repository's.
  const isAsked = ({ application }: BrokenDeletion) =>
    selection.applications !== undefined || application !== undefined;
  const doubtful = damaged
    .filter((one) => !isAsked(one))
    .map(({ inventory: { application, error } }) => ({
      application,
      reason: error.message,
    }));
  return { selected, skipped: [...skipped, ...left, ...doubtful], broken: damaged.filter(isAsked) };
}

function brokenDeletions(
  { broken, client, target }: ClusterSession,
  { clusters }: KnownClusters,
  selection: Selection,
): readonly BrokenDeletion[] {
  const applications = clusters.find(({ secret }) => secret.name === target.secret.name)?.applications;
  return [...broken.values()]
    .filter((inventory) => matchesInventory(inventory, selection))
    .map((inventory) => {
      const application = applications?.get(inventory.name);
      return { inventory, cluster: client.cluster, ...(application ? { application } : {}) };
    });
}

const HINT =
  'Remove it from Git and push: Argo CD deletes what it delivers, as its Application says. To release what gitops sync had applied, and delete nothing, add --cascade orphan.';

/** What was selected and Git has Argo CD deliver, synced by us before or not. */
function deliveredByArgoCd(sessions: readonly ClusterSession[], known: KnownClusters, selection: Selection) {
  return known.clusters
    .filter(({ secret }) => sessions.some(({ target }) => target.secret.name === secret.name))
    .flatMap(({ secret, applications }) => [...applications.values()].map((application) => ({ application, secret })))
    .filter(({ application, secret }) => isArgoCdDelivery(application) && matches(application, secret, selection));
}

/** Names that exist, but not together, are as wrong as one that does not. */
function assertTogether(
  inventories: readonly Named[],
  inGit: readonly ArgoApplication[],
  { applications, environments }: Selection,
): void {
  if (applications === undefined || environments === undefined) return;
  const isSelected = (application: ArgoApplication) =>
    matches(application, { name: '' }, { applications, environments });
  if (
    inventories.some((inventory) => matchesInventory(inventory, { applications, environments })) ||
    inGit.some(isSelected)
  )
    return;
  throw new GitopsError(
    'WORKFLOW_NOTHING_SELECTED',
    `nothing matches '${[...applications, ...environments].join("', '")}' together`,
    {
      hint: 'Name an application of that environment: gitops status shows what there is.',
    },
  );
}

function isDeletionHook(object: KubeObject): boolean {
  const hook = hookOf(object);
  return typeof hook === 'object' && hook.phases.some((phase) => phase === 'PreDelete' || phase === 'PostDelete');
}

function matchesInventory(inventory: Named, { applications, environments }: Selection): boolean {
  const { labels } = inventory;
  return (
    (applications === undefined || applications.some((name) => isNamed(inventory, name))) &&
    (environments === undefined || environments.includes(labels[LABEL.environment] ?? ''))
  );
}

function isNamed({ application, labels }: Named, name: string): boolean {
  return application === name || labels[LABEL.application] === name;
}

function assertKnown(
  inventories: readonly Named[],
  inGit: readonly ArgoApplication[],
  { applications = [], environments = [] }: Selection,
): void {
  const names = [...new Set(inventories.map(({ application }) => application))].sort().join(', ') || 'none';
  const unknownError = (noun: string, name: string) =>
    new GitopsError(
      'WORKFLOW_NOTHING_SELECTED',
      `no ${noun} '${name}' was synced to these clusters, and Git has none`,
      {
        hint: `Synced are: ${names}.`,
      },
    );
  const ofGit = (label: string, name: string) => inGit.some(({ metadata }) => metadata.labels?.[label] === name);
  GitopsError.throwAll([
    ...applications
      .filter((name) => !inventories.some((inventory) => isNamed(inventory, name)))
      .filter((name) => !ofGit(LABEL.application, name) && !inGit.some(({ metadata }) => metadata.name === name))
      .map((name) => unknownError('application', name)),
    ...environments
      .filter(
        (name) =>
          !inventories.some(({ labels }) => labels[LABEL.environment] === name) && !ofGit(LABEL.environment, name),
      )
      .map((name) => unknownError('environment', name)),
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
