import type { ArgoApplication } from '../argocd/application.js';
import { type ClusterSecret, IN_CLUSTER_SERVER } from '../argocd/cluster-secret.js';
import { ANNOTATION, LABEL } from '../argocd/labels.js';
import { GitopsError } from '../errors.js';
import type { Selection } from './options.js';

/** An Argo Application, the file it is in, and the Cluster it goes to. */
export interface SelectedApplication {
  readonly application: ArgoApplication;
  readonly file: string;
  readonly cluster: ClusterSecret;
}

/** Whether an Argo Application matches every kind of name that was given. */
export function matches(
  application: ArgoApplication,
  cluster: Pick<ClusterSecret, 'name'>,
  { environments, applications, clusters }: Selection,
): boolean {
  const { name, labels } = application.metadata;
  const fits = (wanted: readonly string[] | undefined, ...names: (string | undefined)[]) =>
    wanted === undefined || names.some((one) => one !== undefined && wanted.includes(one));
  return (
    fits(environments, labels?.[LABEL.environment]) &&
    fits(applications, labels?.[LABEL.application], name) &&
    fits(clusters, cluster.name, labels?.[LABEL.cluster])
  );
}

/**
 * The Cluster that an Argo Application's destination names.
 *
 * @throws GitopsError WORKFLOW_CLUSTER_UNKNOWN when Git has no cluster Secret for it
 */
export function findCluster(application: ArgoApplication, clusters: readonly ClusterSecret[], file: string): ClusterSecret {
  const { name, server } = application.spec.destination;
  const found = clusters.find((cluster) => (name === undefined ? cluster.server === server : cluster.name === name));
  if (found) return found;
  if (server === IN_CLUSTER_SERVER || name === 'in-cluster') return { name: 'in-cluster', server: IN_CLUSTER_SERVER, type: 'in-cluster', labels: {} };
  throw new GitopsError(
    'WORKFLOW_CLUSTER_UNKNOWN',
    `'${application.metadata.name}' goes to the cluster '${name ?? server}', which has no cluster Secret in Git`,
    {
      source: { file },
      hint: `Known clusters: ${clusters.map((cluster) => cluster.name).join(', ') || 'none'}. Declare the Cluster, or correct spec.destination.`,
    },
  );
}

/** Why a selected Argo Application is not synced by us; undefined when it is. */
export function skipReason(application: ArgoApplication): string | undefined {
  const movedTo = application.metadata.annotations?.[ANNOTATION.movedTo];
  if (movedTo !== undefined) return `it goes on as '${movedTo}'`;
  return application.metadata.annotations?.[ANNOTATION.delivery] === 'argocd' ? 'Argo CD delivers it' : undefined;
}

/** @throws GitopsError WORKFLOW_NOTHING_SELECTED when names were given that nothing has, or nothing was said at all */
export function assertSelected(found: number, selection: Selection, known: readonly SelectedApplication[]): void {
  if (found > 0) return;
  const names = (label: string) =>
    [...new Set(known.flatMap(({ application }) => application.metadata.labels?.[label] ?? []))].sort().join(', ') || 'none';
  const asked = [selection.environments, selection.applications, selection.clusters].flatMap((wanted) => wanted ?? []);
  throw new GitopsError(
    'WORKFLOW_NOTHING_SELECTED',
    asked.length === 0 ? 'no Argo Application is in this revision' : `no Argo Application matches '${asked.join("', '")}'`,
    {
      hint: `Environments: ${names(LABEL.environment)}. Applications: ${names(LABEL.application)}. Clusters: ${[...new Set(known.map(({ cluster }) => cluster.name))].sort().join(', ') || 'none'}.`,
    },
  );
}
