import type { ArgoApplication } from '../../argocd/application/application.js';
import { isArgoCdDelivery } from '../../argocd/application/is-argocd-delivery.js';
import { type ClusterSecret, IN_CLUSTER_SERVER } from '../../argocd/clusters/cluster-secret.js';
import { ANNOTATION, LABEL } from '../../argocd/labels.js';
import { GitopsError } from '../../errors.js';
import { withoutCredentials } from '../../host/address.js';
import type { Selection } from '../api/options.js';
import type { SkippedApplication } from '../api/results.js';
import { argoCdDelivers } from './argocd-delivers.js';

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
export function findCluster(
  application: ArgoApplication,
  clusters: readonly ClusterSecret[],
  file: string,
): ClusterSecret {
  const { name, server } = application.spec.destination;
  const found = clusters.find((cluster) => (name === undefined ? cluster.server === server : cluster.name === name));
  if (found) return found;
  if (server === IN_CLUSTER_SERVER || name === 'in-cluster')
    return { name: 'in-cluster', server: IN_CLUSTER_SERVER, type: 'in-cluster', labels: {} };
  throw new GitopsError(
    'WORKFLOW_CLUSTER_UNKNOWN',
    `'${application.metadata.name}' goes to the cluster '${withoutCredentials(name ?? server ?? '')}', which has no cluster Secret in Git`,
    {
      source: { file },
      hint: `Known clusters: ${[...new Set(clusters.map((cluster) => cluster.name))].join(', ') || 'none'}. Declare the Cluster, or correct spec.destination.`,
    },
  );
}

/** What a verb is about to do: `look` sees what Argo CD delivers, too; `write` leaves it alone. */
export type Purpose = 'look' | 'write';

/** A selected Argo Application that is left alone, and why; undefined when it is not. */
export function skipped(application: ArgoApplication, purpose: Purpose): SkippedApplication | undefined {
  const { name, annotations } = application.metadata;
  const movedTo = annotations?.[ANNOTATION.movedTo];
  if (movedTo !== undefined) return { application: name, reason: `it continues as '${movedTo}'` };
  return purpose === 'write' && isArgoCdDelivery(application)
    ? { application: name, reason: 'Argo CD delivers it', deliveredBy: 'argocd' }
    : undefined;
}

/**
 * Refuses a selection of which everything is left alone: a verb that did nothing has not succeeded.
 *
 * @param left what is left alone
 * @throws GitopsError WORKFLOW_ARGOCD_DELIVERS, otherwise WORKFLOW_NOTHING_SELECTED
 */
export function assertNotAllSkipped(remaining: number, left: readonly SkippedApplication[], revision: string): void {
  if (remaining > 0) return;
  const theirs = left.filter(({ deliveredBy }) => deliveredBy === 'argocd').map(({ application }) => application);
  if (theirs.length > 0) throw argoCdDelivers(theirs, revision);
  const reasons = left.map(({ application, reason }) => `'${application}': ${reason}`);
  throw new GitopsError(
    'WORKFLOW_NOTHING_SELECTED',
    `nothing that was selected is left in revision '${revision}'${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`,
    {
      hint:
        reasons.length === 0
          ? 'See gitops list for what the revision has.'
          : 'Select it by the name under which it continues.',
    },
  );
}

/**
 * @param known all Argo Applications of the revision
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED when a name was given that nothing has, nothing has all that
 * was asked, or the revision has none at all
 */
export function assertSelected(
  found: number,
  selection: Selection,
  known: readonly SelectedApplication[],
  revision: string,
): void {
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
  const message =
    asked.length === 0
      ? `no Argo Application is ${where}`
      : `no Argo Application ${where} matches '${asked.join("', '")}' together`;
  throw new GitopsError('WORKFLOW_NOTHING_SELECTED', message, { hint });
}

const KINDS = [
  { asked: 'environments', noun: 'environment' },
  { asked: 'applications', noun: 'application' },
  { asked: 'clusters', noun: 'cluster' },
] as const;

function hintOf(known: readonly SelectedApplication[]): string {
  const listed = (names: readonly string[]) => [...new Set(names)].sort().join(', ') || 'none';
  const environments = listed(
    known.flatMap(({ application }) => application.metadata.labels?.[LABEL.environment] ?? []),
  );
  const applications = listed(
    known.map(({ application: { metadata } }) => metadata.labels?.[LABEL.application] ?? metadata.name),
  );
  const clusters = listed(known.map(({ cluster }) => cluster.name));
  return `Environments: ${environments}. Applications: ${applications}. Clusters: ${clusters}.`;
}
