import type { KubeObject } from '../../manifest/kube-object.js';
import type { HealthVerdict } from '../health/verdict.js';
import { interrupted } from '../transport/http-client-errors.js';
import { follow, nameKey } from '../transport/watch.js';
import { type Assessment, assess } from './wait-assess.js';
import type { WaitOptions } from './wait-options.js';
import { createPodFollower } from './wait-pods.js';
import { planScopes, type WaitScope } from './wait-scopes.js';
import { settle } from './wait-settle.js';
import type { WaitResult, WaitTarget } from './wait-target.js';

/** One target and what is known of it. */
export interface Tracked {
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

/** A target of which nothing is known yet. */
export function track(target: WaitTarget): Tracked {
  return {
    target,
    isListed: false,
    object: undefined,
    assessment: undefined,
    basis: undefined,
    isAsked: false,
  };
}

const MAX_LAG_MS = 200;
const OBJECTS_PER_MS = 20;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Follows objects by watches, and judges them again with every change, until all of them are settled. */
export class Following {
  /** How each ended, in their order. */
  readonly results: Promise<readonly WaitResult[]>;
  readonly #tracked: readonly Tracked[];
  readonly #options: WaitOptions;
  readonly #signal: AbortSignal;
  readonly #deadline: number;
  readonly #pods: ReturnType<typeof createPodFollower>;
  /** What watches have brought and nobody has looked at. */
  readonly #stale = new Set<() => void>();
  #resolve: (results: readonly WaitResult[]) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(tracked: readonly Tracked[], options: WaitOptions, signal: AbortSignal) {
    this.#tracked = tracked;
    this.#options = options;
    this.#signal = signal;
    this.#deadline = performance.now() + options.timeoutMs;
    this.results = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#pods = createPodFollower({ client: options.client, signal, onChange: this.#changed });
    signal.addEventListener('abort', this.#onAbort, { once: true });
    try {
      this.#begin();
    } catch (error) {
      this.#fail(error);
    }
  }

  #begin(): void {
    const { objects, discovery, health, client } = this.#options;
    const byTarget = new Map(this.#tracked.map((one) => [one.target, one]));
    const trackedOf = (targets: readonly WaitTarget[]): Tracked[] => targets.map((target) => byTarget.get(target)!);
    const { scopes, settled, unserved } = planScopes(objects, discovery, health, client.confined);
    for (const one of trackedOf(settled)) this.#tell(one, { verdict: null });
    for (const one of trackedOf(unserved)) this.#tell(one, { verdict: unservedVerdict(one.target) });
    for (const scope of scopes) this.#watch(scope, trackedOf(scope.targets));
    this.#changed();
  }

  #watch({ path, fieldSelector }: WaitScope, targets: readonly Tracked[]): void {
    const group = targets.map((one) => ({ one, key: nameKey(one.target) }));
    let latest: ReadonlyMap<string, KubeObject> = new Map();
    const take = (): void => {
      for (const { one, key } of group) Object.assign(one, { isListed: true, object: latest.get(key) });
    };
    const onChange = (live: ReadonlyMap<string, KubeObject>): void => {
      latest = live;
      this.#stale.add(take);
      this.#changed();
    };
    const selecting = fieldSelector === undefined ? {} : { fieldSelector };
    follow(this.#options.client, path, { ...selecting, onChange, signal: this.#signal }).catch(this.#fail);
  }

  /**
   * Events come in bursts: one look for all that arrived together. Thousands are looked at a few times a
   * second, because each has several events.
   */
  readonly #changed = (): void => {
    if (this.#isOver) return;
    this.#soon ??= setTimeout(this.#evaluate, Math.min(MAX_LAG_MS, this.#tracked.length / OBJECTS_PER_MS));
  };

  readonly #evaluate = (): void => {
    this.#soon = undefined;
    try {
      if (!this.#isOver) this.#lookAtAll();
    } catch (error) {
      this.#fail(error);
    }
  };

  #lookAtAll(): void {
    const now = performance.now();
    for (const take of this.#stale) take();
    this.#stale.clear();
    for (const one of this.#tracked) if (one.isListed) this.#look(one, now);
    // A listener may have aborted: a timer set now would outlive the wait.
    if (this.#isOver) return;
    const { results, nextLookAt } = settle(
      this.#tracked.map(({ assessment, isAsked }) => (isAsked ? {} : (assessment ?? {}))),
      now,
      this.#deadline,
      this.#options.toEnd,
    );
    clearTimeout(this.#timer);
    const isAnswerDue = now >= this.#deadline && this.#tracked.some(({ isAsked }) => isAsked);
    if (isAnswerDue && !results?.includes('failed')) return;
    if (results) this.#finish(() => this.#resolve(results));
    else this.#timer = setTimeout(this.#evaluate, Math.min(MAX_TIMER_MS, Math.max(1, Math.ceil(nextLookAt - now))));
  }

  #look(one: Tracked, now: number): void {
    const { object, basis } = one;
    const podsVersion = this.#podsVersion(object);
    if (object !== undefined && basis?.object === object && basis.podsVersion === podsVersion) return;
    const known = object && this.#options.health.peek(object);
    if (!object || known) this.#assess(one, object, known?.verdict, now);
    // When the time is over, the last answer has to do.
    else if (now < this.#deadline || one.assessment === undefined) this.#ask(one, object);
  }

  #assess(one: Tracked, object: KubeObject | undefined, verdict: HealthVerdict | undefined, now: number): void {
    const { discovery, stuckAfterMs = 10_000, unobservedMs = 3_000 } = this.#options;
    const { apiVersion, kind } = one.target;
    one.basis = { object, podsVersion: this.#podsVersion(object) };
    const assessment = assess(object, one.assessment, {
      now,
      stuckAfterMs,
      unobservedMs,
      hasStatus: discovery.find(apiVersion, kind)?.hasStatus ?? false,
      podsFor: this.#pods.podsFor,
      judge: () => verdict,
    });
    this.#tell(one, assessment);
  }

  /** One question at a time for each: what came meanwhile is judged after it, the newest alone. */
  #ask(one: Tracked, object: KubeObject): void {
    if (one.isAsked) return;
    one.isAsked = true;
    this.#options.health
      .judge([object])
      .then(([verdict]) => {
        one.isAsked = false;
        if (!this.#isOver) this.#assess(one, object, verdict, performance.now());
        this.#changed();
      })
      .catch(this.#fail);
  }

  #podsVersion(object: KubeObject | undefined): number {
    return this.#pods.version(object?.metadata.namespace ?? '');
  }

  #tell(one: Tracked, assessment: Assessment): void {
    const before = one.assessment;
    one.assessment = assessment;
    const isNews =
      before === undefined ||
      before.verdict?.status !== assessment.verdict?.status ||
      before.verdict?.message !== assessment.verdict?.message;
    if (isNews) this.#options.onVerdict?.(one.target, assessment.verdict ?? undefined);
  }

  readonly #fail = (error: unknown): void => this.#finish(() => this.#reject(error));
  readonly #onAbort = (): void => this.#fail(interrupted(this.#signal.reason));

  #finish(end: () => void): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
    this.#signal.removeEventListener('abort', this.#onAbort);
    end();
  }
}

function unservedVerdict({ apiVersion, kind }: WaitTarget): HealthVerdict {
  return {
    status: 'Missing',
    message: `the cluster does not serve ${kind} of ${apiVersion}`,
    final: true,
    rule: 'presence',
  };
}
