import { createHealth, type HealthOptions } from '../cluster/health/custom.js';
import type { HealthStatus } from '../cluster/health/verdict.js';
import { worstHealth } from '../cluster/health/worst-health.js';
import { identityOf } from '../manifest/identity.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { API_VERSION } from './api/results.js';

/** A live object with its health. */
export interface JudgedObject {
  readonly group: string;
  readonly kind: string;
  /** Empty when the object has none. */
  readonly namespace: string;
  readonly name: string;
  /** Empty when the kind has no health; it counts as healthy. */
  readonly status: HealthStatus | '';
  readonly message: string;
  /** Which rule decided; empty when none did. */
  readonly rule: string;
}

/** What `health` gives. */
export interface HealthResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'HealthResult';
  /** The worst of all, as Argo CD orders them. */
  readonly status: HealthStatus;
  readonly objects: readonly JudgedObject[];
}

/**
 * Judges live objects by their content alone, without a cluster, in the order given.
 *
 * @throws GitopsError ENGINE_MISSING; ENGINE_CEL_FAILED for a rule that does not compile
 */
export async function judgeObjects(objects: readonly KubeObject[], options: HealthOptions = {}): Promise<HealthResult> {
  const health = createHealth(options);
  try {
    const verdicts = await health.judge(objects);
    const judged = objects.map((object, index): JudgedObject => {
      const { group, kind, namespace = '', name } = identityOf(object);
      const { status = '', message = '', rule = '' } = verdicts[index] ?? {};
      return { group, kind, namespace, name, status, message, rule };
    });
    const status = worstHealth(judged.flatMap((one) => (one.status === '' ? [] : one.status)));
    return { apiVersion: API_VERSION, kind: 'HealthResult', status, objects: judged };
  } finally {
    await health.close();
  }
}
