import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { judge } from '../health/judge.js';
import type { DesiredObject } from '../objects/desired.js';
import { waitForHealth } from '../wait/wait.js';
import type { WaitOutcome } from '../wait/wait-target.js';
import type { ExecuteOptions, ExecutionState, UnhealthyObject } from './execution.js';

/**
 * Waits until the objects of a wave are healthy, and says which are not. What is healthy by its own account and was not changed, or has no health, costs no request.
 * A timeout of 0 means not to wait at all.
 *
 * @param kept live objects that the plan keeps, by `identityKey`
 */
export async function waitForWave(
  objects: readonly DesiredObject[],
  kept: ReadonlyMap<string, KubeObject>,
  options: Pick<ExecuteOptions, 'client' | 'discovery' | 'healthTimeoutMs' | 'signal' | 'onEvent'>,
  state: Pick<ExecutionState, 'applied' | 'healthy'>,
): Promise<readonly UnhealthyObject[]> {
  if (options.healthTimeoutMs === 0) return [];
  const open = objects.filter(({ identity, resource }) => {
    const key = identityKey(identity);
    if (state.healthy.has(key)) return false;
    const unchanged = kept.get(key);
    if (unchanged) return !isHealthy(unchanged);
    const live = state.applied.get(key);
    return !live || !isBuiltIn(resource.group) || !isHealthy(live);
  });
  if (open.length === 0) return [];
  const outcomes = await waitForHealth({
    client: options.client,
    discovery: options.discovery,
    objects: open.map(({ identity, manifest }) => ({ apiVersion: manifest.apiVersion, ...identity })),
    timeoutMs: options.healthTimeoutMs,
    signal: options.signal,
    onVerdict: ({ apiVersion: _, ...object }, verdict) => {
      if (verdict) options.onEvent({ kind: 'health', object, status: verdict.status, ...(verdict.message ? { message: verdict.message } : {}) });
    },
  });
  for (const { target, result } of outcomes) if (result === 'healthy') state.healthy.add(identityKey(target));
  return outcomes.filter(({ result }) => result === 'failed' || result === 'timeout' || result === 'pending').map(unhealthy);
}

/** By its own account; undefined is the verdict on kinds without health. */
function isHealthy(live: KubeObject): boolean {
  const verdict = judge(live);
  return verdict === undefined || verdict.status === 'Healthy' || verdict.status === 'Suspended';
}

/** A custom resource's status may still speak of the time before its controller saw the change. */
function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function unhealthy({ target, verdict, result }: WaitOutcome): UnhealthyObject {
  const { apiVersion: _, ...object } = target;
  const message = verdict?.message ?? (result === 'timeout' ? 'not healthy in time' : undefined);
  return { object, status: verdict?.status ?? 'Unknown', ...(message ? { message } : {}) };
}
