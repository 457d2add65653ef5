import type { ArgoApplication } from '../../argocd/application.js';
import { type ClusterSecret, IN_CLUSTER_SERVER } from '../../argocd/cluster-secret.js';
import { ANNOTATION, LABEL } from '../../argocd/labels.js';
import { GitopsError } from '../../errors.js';
import type { Selection } from '../api/options.js';

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

/**
 * @param known all Argo Applications of the revision
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED when a name was given that nothing has, nothing has all that was asked, or the revision has none at all
 */
export function assertSelected(found: number, selection: Selection, known: readonly SelectedApplication[], revision: string): void {
  const where = `in revision '${revision}'`;
  const unknown = KINDS.flatMap(({ asked, noun }) =>
    (selection[asked] ?? [])
      .filter((name) => !known.some(({ application, cluster }) => matches(application, cluster, { [asked]: [name] })))
      .map((name) => `no ${noun} '${name}' ${where}`),
  );
  const hint = hintOf(known);
  GitopsError.throwAll(unknown.map((message) => new GitopsError('WORKFLOW_NOTHING_SELECTED', message, { hint })));
  if (found > 0) return;
  const asked = KINDS.flatMap(({ asked: kind }) => selection[kind] ?? []);
  const message = asked.length === 0 ? `no Argo Application is ${where}` : `no Argo Application ${where} matches '${asked.join("', '")}' together`;
  throw new GitopsError('WORKFLOW_NOTHING_SELECTED', message, { hint });
}

const KINDS = [
  { asked: 'environments', noun: 'environment' },
  { asked: 'applications', noun: 'application' },
  { asked: 'clusters', noun: 'cluster' },
] as const;

function hintOf(known: readonly SelectedApplication[]): string {
  const listed = (names: readonly string[]) => [...new Set(names)].sort().join(', ') || 'none';
  const environments = listed(known.flatMap(({ application }) => application.metadata.labels?.[LABEL.environment] ?? []));
  const applications = listed(known.map(({ application: { metadata } }) => metadata.labels?.[LABEL.application] ?? metadata.name));
  const clusters = listed(known.map(({ cluster }) => cluster.name));
  return `Environments: ${environments}. Applications: ${applications}. Clusters: ${clusters}.`;
}
