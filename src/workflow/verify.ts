import type { Health } from '../cluster/health/custom.js';
import { identityOfEntry } from '../cluster/inventory/identity-of-entry.js';
import { comparable, isSettled } from '../cluster/objects/comparable.js';
import { diffText } from '../cluster/plan/diff-text.js';
import type { Observation } from '../cluster/rehearse/observation.js';
import { deepEqual } from '../manifest/equality.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { createRedactor, type Redactor } from '../manifest/redact.js';
import { namespaceChange } from './api/namespace-change.js';
import type { ClusterVerbOptions } from './api/options.js';
import { API_VERSION, type ApplicationVerification, problemSummary, type VerifyResult } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { loadRevision } from './desired/load-revision.js';
import { closedWindows } from './planning/closed-windows.js';
import { deliveryOf, deliveryOfUnplanned } from './planning/delivery-of.js';
import { healthOf } from './planning/health-of.js';
import { planEach } from './planning/plan-clusters.js';
import type { PlannedApplication, PlannedCluster } from './planning/planned-cluster.js';
import { whyMissing } from './planning/why-missing.js';
import { withHealth } from './planning/with-health.js';
import { withReadable } from './planning/with-readable.js';

export interface VerifyOptions extends ClusterVerbOptions {}

/**
 * Proves that clusters hold what was committed, and that it is healthy: a dry run of every object must leave
 * it as it is, and nothing that left Git may be left. Changes nothing, and trusts no inventory for the
 * content. What Argo CD delivers is compared too; what is anybody else's is a problem.
 */
export async function verify(options: VerifyOptions): Promise<VerifyResult> {
  const started = Date.now();
  const loaded = await loadRevision({ ...options, purpose: 'look', allowDirty: true });
  const read = (sessions: readonly ClusterSession[]) =>
    planEach(sessions, { ...options, conflicts: 'inspect', everything: true, takeover: true });
  return withReadable(loaded, options, read, async (planned, unread) => {
    const redact = createRedactor();
    const applications = await withHealth(loaded, options, async (health) =>
      (await Promise.all(planned.map((cluster) => verifyCluster(cluster, redact, health)))).flat(),
    );
    return {
      apiVersion: API_VERSION,
      kind: 'VerifyResult',
      revision: loaded.revision,
      verified:
        unread.errors === undefined && applications.length > 0 && applications.every(({ verified }) => verified),
      applications,
      skipped: loaded.skipped,
      ...closedWindows(loaded),
      clusters: planned.map(({ session: { client } }) => ({ cluster: client.cluster, ...client.statistics })),
      ...unread,
      seconds: (Date.now() - started) / 1000,
    };
  });
}

async function verifyCluster(
  one: PlannedCluster,
  redact: Redactor,
  health: Health,
): Promise<readonly ApplicationVerification[]> {
  const { session, planned, problems } = one;
  const cluster = session.client.cluster;
  const known = await Promise.all(planned.map((each) => verifyApplication(each, cluster, redact, health)));
  const unknown = [...new Set(problems.map(({ application }) => application))].filter(
    (name) => !known.some(({ application }) => application === name),
  );
  return [
    ...known,
    ...unknown.map((application): ApplicationVerification => {
      const found = problems
        .filter((each) => each.application === application)
        .map(({ problem }) => problemSummary(problem));
      return {
        application,
        cluster,
        ...deliveryOfUnplanned(one, application),
        verified: false,
        objects: 0,
        differences: [],
        unhealthy: [],
        problems: found,
      };
    }),
  ];
}

async function verifyApplication(
  planned: PlannedApplication,
  cluster: string,
  redact: Redactor,
  health: Health,
): Promise<ApplicationVerification> {
  const { application, observed, plan } = planned;
  const differences = [
    ...observed.observations.flatMap((observation) =>
      differenceOf(observation, redact, application.argocd === undefined),
    ),
    ...namespaceDifferences(observed),
    ...plan.changes.flatMap((change) =>
      change.action === 'delete' || (change.action === 'refuse' && change.retained)
        ? [{ object: identityOfEntry(change.entry), reason: 'left Git and is still there', text: '' }]
        : [],
    ),
  ];
  const { unhealthy } = await healthOf(health, observed.observations);
  const problems = plan.problems.map(problemSummary);
  const verified = differences.length === 0 && unhealthy.length === 0 && problems.length === 0;
  return {
    application: application.name,
    cluster,
    ...deliveryOf(planned),
    verified,
    objects: observed.objects.length,
    differences,
    unhealthy,
    problems,
  };
}

/** Of the labels and annotations that an Argo Application manages. */
function namespaceDifferences(observed: PlannedApplication['observed']): ApplicationVerification['differences'] {
  const { createNamespace, updateNamespace } = namespaceChange(observed);
  const name = createNamespace ?? updateNamespace;
  if (name === undefined) return [];
  const reason = createNamespace === undefined ? 'its managedNamespaceMetadata differs' : 'missing';
  return [{ object: { group: '', kind: 'Namespace', name }, reason, text: '' }];
}

function differenceOf(
  { desired, live, stranger, rehearsal, simulated }: Observation,
  redact: Redactor,
  ours: boolean,
): ApplicationVerification['differences'] {
  const object = desired.identity;
  const found = live ?? stranger;
  if (!found) return [{ object, reason: whyMissing(desired) ?? 'missing', text: '' }];
  if (!rehearsal)
    return simulated
      ? [{ object, reason: 'cannot be compared while its CustomResourceDefinition is not as in Git', text: '' }]
      : [];
  if (isSame(found, rehearsal.merged, ours && live !== undefined)) return [];
  return [{ object, reason: 'differs', text: diffText(object, found, rehearsal.merged, redact) }];
}

/** Of what Argo CD delivers the content counts, and not that it is not ours. */
function isSame(found: KubeObject, merged: KubeObject, ours: boolean): boolean {
  return ours ? isSettled(found, merged) : deepEqual(comparable(found), comparable(merged));
}
