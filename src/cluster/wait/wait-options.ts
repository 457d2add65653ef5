import type { Health } from '../health/custom.js';
import type { HealthVerdict } from '../health/verdict.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import type { LogOptions } from './read-log.js';
import type { WaitTarget } from './wait-target.js';

export interface WaitOptions {
  readonly client: KubeClient;
  readonly discovery: Discovery;
  /** Judges what is seen. */
  readonly health: Health;
  readonly objects: readonly WaitTarget[];
  readonly timeoutMs: number;
  /**
   * How long a pod may be in a state like ImagePullBackOff before its workload counts as failed; three times
   * as long for its first crashes, which a dependency that is still starting may cause. Default: 10 s.
   */
  readonly stuckAfterMs?: number;
  /**
   * How long a controller has time to notice a custom resource that shows no status, or one of before its
   * change, and would count as healthy. Default: 3 s.
   */
  readonly unobservedMs?: number;
  /**
   * Wait also until a suspended object continues and ends, as for a hook. Default: a suspended object has
   * settled.
   */
  readonly toEnd?: boolean;
  /** Read the last lines of failing containers. Default: they are not read. */
  readonly logs?: LogOptions;
  readonly signal?: AbortSignal;
  /** Called when the status or the message of an object changes; with undefined for kinds without health. */
  readonly onVerdict?: (target: WaitTarget, verdict: HealthVerdict | undefined) => void;
}
