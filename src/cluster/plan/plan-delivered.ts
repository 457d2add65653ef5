import { TRACKING_ANNOTATION } from '../../argocd/application/tracking.js';
import { pruneConsent, syncOption } from '../../argocd/sync/sync-options.js';
import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { describeIdentity, identityKey, identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { hasSameContent } from '../objects/comparable.js';
import type { DesiredApplication, DesiredObject } from '../objects/desired.js';
import type { Observation } from '../rehearse/observation.js';
import type { Discovery } from '../transport/discovery.js';
import type { Change, UpdateReason } from './change.js';
import type { Plan } from './plan.js';

export interface DeliveredContext {
  readonly application: Pick<DesiredApplication, 'syncOptions' | 'argocd' | 'tracking'>;
  /** What lives of it, by `identityKey`: see `deliveredMembers`. */
  readonly members: ReadonlyMap<string, KubeObject>;
  readonly discovery: Discovery;
}

/**
 * What the next sync of Argo CD would change of an Argo Application that it delivers. No inventory says what
 * was delivered before, so the live objects are compared with Git, and nothing else is reported. Pure; nobody
 * executes it.
 */
export function planDelivered(observations: readonly Observation[], context: DeliveredContext): Plan {
  const { application, members } = context;
  const wanted = new Set(observations.map(({ desired }) => identityKey(desired.identity)));
  const decisions = observations.map((observation) => decide(observation, application));
  const left = [...members].filter(([key]) => !wanted.has(key)).map(([, live]) => leave(live, context));
  return {
    changes: [...decisions.flatMap((decision) => ('action' in decision ? [decision] : [])), ...left],
    forget: [],
    runs: [],
    remembered: [],
    asArgoCd: true,
    pruneLast: application.syncOptions.includes('PruneLast=true'),
    problems: [
      ...new Set(decisions.flatMap((decision) => ('problem' in decision ? GitopsError.each(decision.problem) : []))),
    ],
  };
}

type Decision = Change | { readonly problem: GitopsError };

function decide(
  { desired, live, refusal, failure, rehearsal, anew, ahead }: Observation,
  application: DeliveredContext['application'],
): Decision {
  if (refusal) return { problem: refusal };
  if (live?.metadata.deletionTimestamp) return { problem: terminating(desired) };
  const { manifest = desired.manifest, merged, force = false, taken = [] } = rehearsal ?? {};
  const apply = { desired, manifest, merged, ...(ahead ? { ahead: true as const } : {}), force, taken, yielded: [] };
  if (failure) {
    const isForced = syncOption('Force', desired.options, application.syncOptions) === 'true';
    if (failure.code === 'CLUSTER_IMMUTABLE' && isForced && live)
      return { action: 'recreate', reason: failure.message, live, ...(anew ? { anew } : {}), ...apply };
    return { problem: failure.code === 'CLUSTER_IMMUTABLE' ? immutable(failure) : failure };
  }
  if (!live) return { action: 'create', reason: 'missing', ...apply };
  const reason =
    merged && hasSameContent(live, merged) ? trackingReason(desired, live, application) : 'differs from Git';
  return reason === undefined
    ? { action: 'keep', desired, live, stale: false, yielded: [] }
    : { action: 'update', reason, live, ...apply };
}

/** Argo CD writes its tracking annotation where there is another one, and where it tracks by nothing else. */
function trackingReason(
  { manifest }: DesiredObject,
  live: KubeObject,
  { tracking }: DeliveredContext['application'],
): UpdateReason | undefined {
  const [wanted, found] = [manifest, live].map(({ metadata }) => metadata.annotations?.[TRACKING_ANNOTATION]);
  if (wanted === undefined || wanted === found) return undefined;
  if (found !== undefined) return 'tracked by another Argo Application';
  return tracking?.label === undefined ? 'not tracked by Argo CD yet' : undefined;
}

/** Argo CD meets the same refusal; what an option of ours would do about it is not open to it. */
function immutable(error: GitopsError): GitopsError {
  return error.with({
    hint: "A sync of Argo CD is refused as well: give it another name, or annotate it 'argocd.argoproj.io/sync-options: Force=true,Replace=true'.",
  });
}

function terminating({ identity }: DesiredObject): GitopsError {
  const object = describeIdentity(identity);
  return new GitopsError('CLUSTER_TERMINATING', `${object} is being deleted in the cluster, and wanted by Git`, {
    object,
    hint: 'Wait until it is gone (its finalizers say what it waits for).',
  });
}

/** An object that Argo CD tracks and Git has no more. */
function leave(live: KubeObject, { application, discovery }: DeliveredContext): Change {
  const { apiVersion, kind } = live;
  const { uid } = live.metadata;
  const entry = { ...identityOf(live), apiVersion, ...defined({ uid }) };
  const reason = keptFor(live, application);
  const resource = discovery.find(apiVersion, kind);
  return reason === undefined && resource
    ? { action: 'delete', entry, resource, live }
    : { action: 'refuse', entry, reason: reason ?? 'its kind is not served', retained: true };
}

function keptFor(live: KubeObject, { syncOptions, argocd }: DeliveredContext['application']): string | undefined {
  if (live.metadata.deletionTimestamp) return 'is being deleted already';
  const consent = pruneConsent(live, syncOptions);
  if (consent === 'no') return 'its sync option Prune=false';
  if (consent === 'confirm') return 'its sync option Prune=confirm';
  if (live.metadata.annotations?.['helm.sh/resource-policy'] === 'keep')
    return 'its annotation helm.sh/resource-policy: keep';
  return argocd?.prunes ? undefined : 'Argo CD deletes it only in a sync with prune';
}
