import { hookOf } from '../../argocd/sync/hooks.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Health } from './custom.js';
import type { HealthStatus, HealthVerdict } from './verdict.js';
import { worstHealth } from './worst-health.js';

/** One object of an Argo Application. */
export interface ApplicationMember {
  readonly object: ObjectIdentity;
  /** Undefined when it is not in the cluster. */
  readonly live: KubeObject | undefined;
}

export interface ApplicationHealth {
  /** The worst of all that count. */
  readonly health: HealthStatus;
  /** Those that count and are neither healthy nor suspended. */
  readonly unhealthy: readonly {
    readonly object: ObjectIdentity;
    readonly status: HealthStatus;
    readonly message?: string;
  }[];
}

const APPLICATION = 'argoproj.io/Application';
const MISSING: HealthVerdict = { status: 'Missing', message: 'it does not exist', rule: 'presence' };

/**
 * The health of an Argo Application by its objects, as Argo CD adds it up: the worst of all. Left out are
 * hooks, what is marked `argocd.argoproj.io/ignore-healthcheck`, kinds without health, missing objects of
 * kinds that Argo CD judges neither in Go nor by a rule of argocd-cm, and Missing or Unknown of child
 * Applications.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/controller/health.go
 */
export async function judgeApplication(
  health: Health,
  members: readonly ApplicationMember[],
): Promise<ApplicationHealth> {
  const counted = members.filter(({ live }) => !live || hookOf(live) === 'none');
  const verdicts = await health.judge(counted.flatMap(({ live }) => live ?? []));
  const judged = verdicts[Symbol.iterator]();
  const found = counted.flatMap(({ object, live }) => {
    const verdict = live ? (judged.next().value as HealthVerdict | undefined) : MISSING;
    return verdict && counts(health, object, verdict, live)
      ? [{ object, status: verdict.status, ...(verdict.message ? { message: verdict.message } : {}) }]
      : [];
  });
  return {
    health: worstHealth(found.map(({ status }) => status)),
    unhealthy: found.filter(({ status }) => status !== 'Healthy' && status !== 'Suspended'),
  };
}

function counts(
  health: Health,
  { group, kind }: ObjectIdentity,
  { status }: HealthVerdict,
  live: KubeObject | undefined,
): boolean {
  if (`${group}/${kind}` === APPLICATION && (status === 'Missing' || status === 'Unknown')) return false;
  return live !== undefined || health.countsMissing(group, kind);
}
