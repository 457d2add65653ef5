import type { KubeObject } from '../../manifest/kube-object.js';
import type { Health } from '../health/custom.js';
import type { HealthVerdict } from '../health/verdict.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { interrupted } from '../transport/http-client-errors.js';
import { linkSignals } from '../transport/signals.js';
import { follow, nameKey } from '../transport/watch.js';
import type { LogOptions } from './read-log.js';
import { sentences } from './sentences.js';
import { type Assessment, assess } from './wait-assess.js';
import { type CauseReader, createCauseReader } from './wait-cause.js';
import { createPodFollower } from './wait-pods.js';
import { planScopes } from './wait-scopes.js';
import { settle } from './wait-settle.js';
import type { WaitOutcome, WaitResult, WaitTarget } from './wait-target.js';

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
   * Wait also for what is suspended to go on and to end, as for a hook. Default: what is suspended has
   * settled.
   */
  readonly toEnd?: boolean;
  /** Read the last lines of failing containers. Default: they are not read. */
  readonly logs?: LogOptions;
  readonly signal?: AbortSignal;
  /** Called when the status or the message of an object changes; with undefined for kinds without health. */
  readonly onVerdict?: (target: WaitTarget, verdict: HealthVerdict | undefined) => void;
}

/** One target and what is known of it. */
interface Tracked {
  readonly target: WaitTarget;
  /** True once its collection was listed. */
  isListed: boolean;
  object: KubeObject | undefined;
  assessment: Assessment | undefined;
  /** What the assessment was made of: the same again gives the same. */
  basis: { readonly object: KubeObject | undefined; readonly podsVersion: number } | undefined;
  /** True while an engine is asked about it: what is known is of an older state. */
  isAsked: boolean;
}

const MAX_LAG_MS = 200;
const OBJECTS_PER_MS = 20;
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits until all objects are healthy at the same time, by watch: no polling. Ends early when one cannot
 * become healthy any more, such as a failed Job, or a Deployment whose new pods cannot pull their image; its
 * verdict then says what the pods say.
 *
 * @returns one outcome for each object, in their order
 * @throws GitopsError INTERRUPTED when the signal aborts, CLUSTER_FORBIDDEN when a kind may not be listed or
 * watched
 */
export async function waitForHealth(options: WaitOptions): Promise<readonly WaitOutcome[]> {
  if (options.signal?.aborted) throw interrupted(options.signal.reason);
  const tracked = options.objects.map(
    (target): Tracked => ({
      target,
      isListed: false,
      object: undefined,
      assessment: undefined,
      basis: undefined,
      isAsked: false,
    }),
  );
  const ending = new AbortController();
  const { signal, release } = linkSignals(ending.signal, options.signal);
  try {
    const results = await followUntilSettled(tracked, options, signal);
    const causes = createCauseReader(options.client, options.logs, signal);
    return await Promise.all(tracked.map((one, index) => toOutcome(one, results[index]!, causes)));
  } finally {
    ending.abort();
    release();
  }
}

function followUntilSettled(
  tracked: readonly Tracked[],
  options: WaitOptions,
  signal: AbortSignal,
): Promise<readonly WaitResult[]> {
  const { client, discovery, health, objects, timeoutMs, stuckAfterMs = 10_000, unobservedMs = 3_000, toEnd } = options;
  const deadline = performance.now() + timeoutMs;
  const byTarget = new Map(tracked.map((one) => [one.target, one]));
  const trackedOf = (targets: readonly WaitTarget[]): Tracked[] => targets.map((target) => byTarget.get(target)!);
  const { scopes, settled, unserved } = planScopes(objects, discovery, health, client.confined);

  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let soon: NodeJS.Timeout | undefined;
    const stale = new Set<() => void>();
    let isOver = false;
    const finish = (end: () => void): void => {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(soon);
      signal.removeEventListener('abort', onAbort);
      end();
    };
    const fail = (error: unknown): void => finish(() => reject(error));
    const onAbort = (): void => fail(interrupted(signal.reason));
    const evaluate = (): void => {
      soon = undefined;
      try {
        if (!isOver) lookAtAll();
      } catch (error) {
        fail(error);
      }
    };
    const lookAtAll = (): void => {
      const now = performance.now();
      for (const take of stale) take();
      stale.clear();
      for (const one of tracked) if (one.isListed) look(one, now);
      // A listener that was told may have aborted: a timer set now would outlive the wait.
      if (isOver) return;
      const { results, nextLookAt } = settle(
        tracked.map(({ assessment, isAsked }) => (isAsked ? {} : (assessment ?? {}))),
        now,
        deadline,
        toEnd,
      );
      clearTimeout(timer);
      const isAnswerDue = now >= deadline && tracked.some(({ isAsked }) => isAsked);
      if (isAnswerDue && !results?.includes('failed')) return;
      if (results) finish(() => resolve(results));
      else timer = setTimeout(evaluate, Math.min(MAX_TIMER_MS, Math.max(1, Math.ceil(nextLookAt - now))));
    };
    /**
     * Events come in bursts: one look for all that arrived together. Thousands are looked at a few times a
     * second, because each has several events.
     */
    const changed = (): void => {
      if (!isOver) soon ??= setTimeout(evaluate, Math.min(MAX_LAG_MS, tracked.length / OBJECTS_PER_MS));
    };
    const pods = createPodFollower({ client, signal, onChange: changed });
    const look = (one: Tracked, now: number): void => {
      const { object, basis } = one;
      const podsVersion = pods.version(object?.metadata.namespace ?? '');
      if (object !== undefined && basis?.object === object && basis.podsVersion === podsVersion) return;
      const known = object && health.peek(object);
      if (!object || known) assessOne(one, object, known?.verdict, now);
      // When the time is over, the last answer has to do.
      else if (now < deadline || one.assessment === undefined) ask(one, object);
    };
    const assessOne = (
      one: Tracked,
      object: KubeObject | undefined,
      verdict: HealthVerdict | undefined,
      now: number,
    ): void => {
      one.basis = { object, podsVersion: pods.version(object?.metadata.namespace ?? '') };
      const { apiVersion, kind } = one.target;
      const hasStatus = discovery.find(apiVersion, kind)?.hasStatus ?? false;
      tell(
        one,
        assess(object, one.assessment, {
          now,
          stuckAfterMs,
          unobservedMs,
          hasStatus,
          podsFor: pods.podsFor,
          judge: () => verdict,
        }),
        options,
      );
    };
    /** One question at a time for each: what came meanwhile is judged after it, the newest alone. */
    const ask = (one: Tracked, object: KubeObject): void => {
      if (one.isAsked) return;
      one.isAsked = true;
      health
        .judge([object])
        .then(([verdict]) => {
          one.isAsked = false;
          if (!isOver) assessOne(one, object, verdict, performance.now());
          changed();
        })
        .catch(fail);
    };

    signal.addEventListener('abort', onAbort, { once: true });
    for (const one of trackedOf(settled)) tell(one, { verdict: null }, options);
    for (const one of trackedOf(unserved)) tell(one, { verdict: unservedVerdict(one.target) }, options);
    for (const { path, fieldSelector, targets } of scopes) {
      const group = trackedOf(targets).map((one) => ({ one, key: nameKey(one.target) }));
      let latest: ReadonlyMap<string, KubeObject> = new Map();
      const take = (): void => {
        for (const { one, key } of group) Object.assign(one, { isListed: true, object: latest.get(key) });
      };
      const onChange = (live: ReadonlyMap<string, KubeObject>): void => {
        latest = live;
        stale.add(take);
        changed();
      };
      follow(client, path, { fieldSelector, onChange, signal }).catch(fail);
    }
    changed();
  });
}

function tell(one: Tracked, assessment: Assessment, { onVerdict }: WaitOptions): void {
  const before = one.assessment;
  one.assessment = assessment;
  const isNews =
    before === undefined ||
    before.verdict?.status !== assessment.verdict?.status ||
    before.verdict?.message !== assessment.verdict?.message;
  if (isNews) onVerdict?.(one.target, assessment.verdict ?? undefined);
}

function unservedVerdict({ apiVersion, kind }: WaitTarget): HealthVerdict {
  return {
    status: 'Missing',
    message: `the cluster does not serve ${kind} of ${apiVersion}`,
    final: true,
    rule: 'presence',
  };
}

/** Where neither the object nor its pods say why, the latest Warning event may. */
async function toOutcome(
  { target, object, assessment }: Tracked,
  result: WaitResult,
  causes: CauseReader,
): Promise<WaitOutcome> {
  const verdict = assessment?.verdict;
  if (!verdict) return { target, result };
  if (!object || (result !== 'failed' && result !== 'timeout')) return { target, result, verdict };
  const cause = await causes.causeOf(object, assessment, result);
  const message = assessment.isExplained ? verdict.message : sentences(verdict.message, cause.events[0]);
  return { target, result, verdict: message ? { ...verdict, message } : verdict, cause };
}
