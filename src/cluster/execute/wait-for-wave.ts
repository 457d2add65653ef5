import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isBuiltInGroup } from '../health/judge.js';
import type { HealthVerdict } from '../health/verdict.js';
import type { DesiredObject } from '../objects/desired.js';
import { waitForHealth } from '../wait/wait.js';
import type { WaitOptions } from '../wait/wait-options.js';
import type { WaitOutcome } from '../wait/wait-target.js';
import type { ExecuteOptions, ExecutionState, UnhealthyObject } from './execution.js';

type WaveOptions = Pick<
  ExecuteOptions,
  'client' | 'discovery' | 'health' | 'healthTimeoutMs' | 'logs' | 'signal' | 'onEvent'
> &
  Pick<WaitOptions, 'toEnd'>;

/**
 * Waits until the objects of a wave are healthy, and says which are not. What is healthy by its own account
 * and was not changed, or has no health, costs no request. A timeout of 0 means not to wait at all.
 *
 * @param kept live objects that the plan keeps, by `identityKey`
 */
export async function waitForWave(
  objects: readonly DesiredObject[],
  kept: ReadonlyMap<string, KubeObject>,
  options: WaveOptions,
  state: Pick<ExecutionState, 'applied' | 'healthy'>,
): Promise<readonly UnhealthyObject[]> {
  if (options.healthTimeoutMs === 0) return [];
  const open = await openObjects(objects, kept, options, state);
  if (open.length === 0) return [];
  const outcomes = await waitForHealth({
    client: options.client,
    discovery: options.discovery,
    health: options.health,
    objects: open.map(({ identity, manifest }) => ({ apiVersion: manifest.apiVersion, ...identity })),
    timeoutMs: options.healthTimeoutMs,
    logs: options.logs,
    toEnd: options.toEnd,
    signal: options.signal,
    onVerdict: ({ apiVersion: _, ...object }, verdict) => {
      if (verdict)
        options.onEvent({
          kind: 'health',
          object,
          status: verdict.status,
          ...(verdict.message ? { message: verdict.message } : {}),
        });
    },
  });
  for (const { target, result } of outcomes) if (result === 'healthy') state.healthy.add(identityKey(target));
  return outcomes
    .filter(({ result }) => result === 'failed' || result === 'timeout' || result === 'pending')
    .map(unhealthy);
}

/** Those that have to be looked at. */
async function openObjects(
  objects: readonly DesiredObject[],
  kept: ReadonlyMap<string, KubeObject>,
  { health, toEnd }: WaveOptions,
  { applied, healthy }: Pick<ExecutionState, 'applied' | 'healthy'>,
): Promise<readonly DesiredObject[]> {
  const rest = objects.filter(({ identity }) => !healthy.has(identityKey(identity)));
  const known = rest.flatMap(({ identity, resource }) => {
    const key = identityKey(identity);
    // A custom resource's status may still speak of the time before its controller saw the change.
    const live = kept.get(key) ?? (isBuiltInGroup(resource.group) ? applied.get(key) : undefined);
    return live ? [{ key, live }] : [];
  });
  const verdicts = await health.judge(known.map(({ live }) => live));
  const fine = new Set(known.flatMap(({ key }, index) => (isFine(verdicts[index], toEnd) ? [key] : [])));
  return rest.filter(({ identity }) => !fine.has(identityKey(identity)));
}

/** Undefined is the verdict on what has no health. */
function isFine(verdict: HealthVerdict | undefined, toEnd = false): boolean {
  return verdict === undefined || verdict.status === 'Healthy' || (verdict.status === 'Suspended' && !toEnd);
}

function unhealthy({ target, verdict, result, cause }: WaitOutcome): UnhealthyObject {
  const { apiVersion: _, ...object } = target;
  const message = verdict?.message ?? (result === 'timeout' ? 'not healthy in time' : undefined);
  return { object, status: verdict?.status ?? 'Unknown', ...(message ? { message } : {}), ...causeOf(cause) };
}

function causeOf(cause: WaitOutcome['cause']): Pick<UnhealthyObject, 'events' | 'log'> {
  const { events = [], log } = cause ?? {};
  return { ...(events.length === 0 ? {} : { events }), ...(log ? { log } : {}) };
}
