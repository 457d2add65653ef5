import { identityKey } from '../../manifest/identity.js';
import type { SyncEvent } from '../../workflow/api/events.js';

/** How long the same status of an object is not reported again, whatever its message says. */
const QUIET_MS = 10_000;
/** How long a rollout may run before it is reported: most end before. */
const PATIENCE_MS = 1_000;

type HealthEvent = Extract<SyncEvent, { kind: 'health' }>;

interface Told {
  readonly event: HealthEvent;
  /** When it is to be reported. Undefined after that. */
  readonly dueAt?: number;
  /** When its status was reported last. */
  readonly toldAt: number;
}

/** Which events deserve a line of a log, and when. */
export interface CalmHealth {
  /** True when the event is to be reported now. Another event may become due later. */
  offer(event: SyncEvent): boolean;
  /** What has become worth telling. */
  due(): readonly HealthEvent[];
}

/**
 * Keeps a log readable while many objects roll out: a new status is reported at once, its message at most
 * every ten seconds, and a rollout of less than a second only by its end.
 *
 * @param now milliseconds of a clock that never jumps
 */
export function calmHealth(now: () => number = () => performance.now()): CalmHealth {
  const objects = new Map<string, Told>();
  const take = (key: string, told: Told): boolean => {
    const isDue = told.dueAt !== undefined && told.dueAt <= now();
    objects.set(key, isDue ? { event: told.event, toldAt: now() } : told);
    return isDue;
  };
  return {
    offer(event) {
      if (event.kind === 'finished')
        for (const [key, told] of objects) if (isOf(told.event, event)) objects.delete(key);
      if (event.kind !== 'health') return true;
      const key = `${event.cluster} ${event.application} ${identityKey(event.object)}`;
      return take(key, follow(objects.get(key), event, now()));
    },
    due: () => [...objects].filter(([key, told]) => take(key, told)).map(([, { event }]) => event),
  };
}

function follow(before: Told | undefined, event: HealthEvent, now: number): Told {
  if (before?.event.status !== event.status)
    return { event, toldAt: now, dueAt: event.status === 'Progressing' ? now + PATIENCE_MS : now };
  if (before.event.message === event.message) return before;
  return { event, toldAt: before.toldAt, dueAt: before.dueAt ?? before.toldAt + QUIET_MS };
}

function isOf(event: HealthEvent, { application, cluster }: Extract<SyncEvent, { kind: 'finished' }>): boolean {
  return event.application === application && event.cluster === cluster;
}
