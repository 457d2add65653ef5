import { groupOf } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf, optionalNumber } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/** Reasons of `Ready=False` that pass by themselves, because something is still on its way. */
const PASSING = ['Creating', 'Deleting', 'DependencyNotFound', 'DependencyNotReady', 'Updating'];

/**
 * Google's Config Connector, groups `*.cnrm.cloud.google.com`, where Argo CD has no rule: `Ready` and its
 * reason.
 *
 * @see https://cloud.google.com/config-connector/docs/reference/resource-docs
 */
export function judgeConfigConnector(object: KubeObject): HealthFinding | undefined {
  const generation = object.metadata.generation ?? 0;
  const observed = optionalNumber(object['status'], 'observedGeneration');
  if (observed !== undefined && observed < generation)
    return progressing(`waiting for generation ${generation} to be observed`);
  const ready = conditionsOf(object).find(({ type }) => type === 'Ready');
  // Its own settings are not resources of the cloud.
  if (!ready && object.kind.startsWith('ConfigConnector')) return judgeInstallation(object);
  if (!ready)
    return /^(core|customize\.core)\./.test(groupOf(object.apiVersion))
      ? undefined
      : progressing('waiting for Config Connector');
  if (ready.status === 'True') return healthy(ready.message);
  return ready.status === 'False' && !PASSING.includes(ready.reason)
    ? degraded(explain(ready))
    : progressing(explain(ready));
}

/** Config Connector itself says whether it is healthy. */
function judgeInstallation({ status }: KubeObject): HealthFinding {
  const isHealthy = isRecord(status) ? status['healthy'] : undefined;
  if (isHealthy === true) return healthy();
  return isHealthy === false ? degraded('it is not healthy') : progressing('waiting for Config Connector');
}
