import { GitopsError } from '../../errors.js';
import { recordsOf, textOf, textsOf } from '../../manifest/untyped.js';
import type { ArgoApplication } from '../application/application.js';
import { matchesGlob } from '../glob.js';
import { parseGoDuration } from '../go-duration.js';
import { type CronSchedule, parseCron } from './cron-schedule.js';
import { timeZoneOffset } from './time-zone-offset.js';

/** A sync window of an AppProject that applies to an Argo Application. */
export interface SyncWindow {
  readonly kind: string;
  /** The schedule, as five cron fields. */
  readonly schedule: string;
  /** The duration as Go writes it: `1h30m`. */
  readonly duration: string;
  /** The time zone as written. Argo CD reads an unknown time zone as UTC. */
  readonly timeZone: string;
  readonly manualSync: boolean;
  readonly description?: string;
}

/** Whether the sync windows of its AppProject allow a sync of an Argo Application at a moment. */
export interface WindowDecision {
  readonly allowed: boolean;
  /** The kind of sync for the windows: `manualSync` of a window permits `manual` ones. */
  readonly sync: 'automated' | 'manual';
  /** The windows that forbid the sync: an active `deny`, or an `allow` that is not active. */
  readonly blocking: readonly SyncWindow[];
  /**
   * When a sync will be allowed, to the second. Absent when it is allowed, or not within the next hundred
   * changes.
   */
  readonly until?: Date;
}

/** The sync windows that concern an Argo Application, and what changes next. */
export interface WindowForecast extends WindowDecision {
  /** All that concern it, in the order of the AppProject. */
  readonly windows: readonly (SyncWindow & {
    /** Whether the moment is within the window. */
    readonly active: boolean;
  })[];
  /**
   * When it will no longer be allowed, to the second; absent when it is not allowed, or stays allowed for the
   * next hundred changes.
   */
  readonly closes?: Date;
}

/** The parts of an Argo Application that decide which windows apply. */
type Windowed = Pick<ArgoApplication, 'spec'> & { readonly metadata: Pick<ArgoApplication['metadata'], 'name'> };

const CHANGES = 100;

/**
 * Decides as Argo CD 3.2 does. Pure.
 *
 * An Argo Application with `automated` counts as synced automatically, every other as synced by hand: a
 * pipeline acts for the person who would have synced it. A window that ends or begins during a sync does not
 * stop the sync.
 *
 * @param windows `spec.syncWindows` of the AppProject; items that are not windows are ignored
 * @throws GitopsError ARGOCD_INVALID_WINDOW when a window that applies has a schedule or duration that cannot
 * be read: Argo CD does not sync then either
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/
 */
export function decideWindows(windows: unknown, application: Windowed, now: Date): WindowDecision {
  return decide(matchingOf(windows, application), syncOf(application), now);
}

/**
 * The same decision, with every window that concerns the Argo Application and with the end of what is allowed
 * now. A sync does not need that end, and to find it takes longer. Pure.
 *
 * @throws GitopsError ARGOCD_INVALID_WINDOW as `decideWindows`
 */
export function forecastWindows(windows: unknown, application: Windowed, now: Date): WindowForecast {
  const matching = matchingOf(windows, application);
  const sync = syncOf(application);
  const decision = decide(matching, sync, now);
  return {
    ...decision,
    windows: matching.map((one) => ({ ...one.window, active: isActive(one, now) })),
    closes: decision.allowed ? nextTime(matching, sync, now, 'forbidden') : undefined,
  };
}

function syncOf({ spec }: Windowed): WindowDecision['sync'] {
  const { automated } = spec.syncPolicy ?? {};
  return automated !== undefined && automated !== null && automated.enabled !== false ? 'automated' : 'manual';
}

function matchingOf(windows: unknown, application: Windowed): readonly ReadWindow[] {
  return recordsOf(windows)
    .filter((window) => concerns(window, application))
    .map(read);
}

function decide(matching: readonly ReadWindow[], sync: WindowDecision['sync'], now: Date): WindowDecision {
  const blocking = blockingOf(matching, sync, now);
  if (blocking.length === 0) return { allowed: true, sync, blocking: [] };
  return {
    allowed: false,
    sync,
    blocking: blocking.map(({ window }) => window),
    until: nextTime(matching, sync, now, 'allowed'),
  };
}

interface ReadWindow {
  readonly window: SyncWindow;
  readonly schedule: CronSchedule;
  readonly durationMs: number;
}

/** The windows that forbid a sync; empty when the sync is allowed. */
function blockingOf(windows: readonly ReadWindow[], sync: WindowDecision['sync'], now: Date): readonly ReadWindow[] {
  const passes = (all: readonly ReadWindow[]) => sync === 'manual' && all.every(({ window }) => window.manualSync);
  const active = windows.filter((one) => isActive(one, now));
  const denying = active.filter(({ window }) => window.kind === 'deny');
  if (denying.length > 0) return passes(denying) ? [] : denying;
  if (active.some(({ window }) => window.kind === 'allow')) return [];
  const waiting = windows.filter(({ window }) => window.kind === 'allow');
  return passes(waiting) ? [] : waiting;
}

/** A schedule without a next time is always active, as in Argo CD. */
function isActive({ window, schedule, durationMs }: ReadWindow, now: Date): boolean {
  const shifted = now.getTime() + timeZoneOffset(window.timeZone, now);
  const next = schedule.next(new Date(shifted - durationMs));
  return next === undefined || next.getTime() < shifted;
}

/** The next moment at which a sync is allowed, or forbidden. */
function nextTime(
  windows: readonly ReadWindow[],
  sync: WindowDecision['sync'],
  now: Date,
  wanted: 'allowed' | 'forbidden',
): Date | undefined {
  let time = now;
  for (let change = 0; change < CHANGES; change += 1) {
    const changes = windows.flatMap((window) => nextChange(window, time) ?? []);
    if (changes.length === 0) return undefined;
    time = new Date(Math.min(...changes));
    if ((blockingOf(windows, sync, time).length === 0) === (wanted === 'allowed')) return time;
  }
  return undefined;
}

/**
 * The next moment at which a window begins or ends. It begins a second after its schedule, and ends with its
 * duration.
 */
function nextChange({ window, schedule, durationMs }: ReadWindow, now: Date): number | undefined {
  const offset = timeZoneOffset(window.timeZone, now);
  const shifted = now.getTime() + offset;
  const starts = schedule.next(new Date(shifted - 1_000))?.getTime();
  const last = schedule.next(new Date(shifted - durationMs))?.getTime();
  const begins = starts === undefined ? [] : [starts + 1_000];
  const ends = last === undefined ? [] : [last + durationMs];
  const changes = [...begins, ...ends];
  return changes.length === 0 ? undefined : Math.min(...changes) - offset;
}

/**
 * Whether a window applies, by its applications, clusters and namespaces. One match is enough; with
 * `andOperator` all given lists have to match. The order of the comparisons is Argo CD's.
 */
function concerns(window: Readonly<Record<string, unknown>>, { metadata, spec }: Windowed): boolean {
  const { name = '', server = '', namespace = '' } = spec.destination;
  const matches = (patterns: readonly string[], ...given: readonly string[]) =>
    patterns.some((pattern) => given.some((text) => matchesGlob(text, pattern)));
  const checks = [
    { patterns: textsOf(window['applications']), given: [metadata.name] },
    { patterns: textsOf(window['clusters']), given: [name, server].filter((text) => text !== '') },
    { patterns: textsOf(window['namespaces']), given: [namespace] },
  ].filter(({ patterns }) => patterns.length > 0);
  const fits = ({ patterns, given }: (typeof checks)[number]) => matches(patterns, ...given);
  return window['andOperator'] === true ? checks.length > 0 && checks.every(fits) : checks.some(fits);
}

function read(window: Readonly<Record<string, unknown>>): ReadWindow {
  const schedule = textOf(window['schedule']);
  const duration = textOf(window['duration']);
  const durationMs = parseGoDuration(duration);
  if (durationMs === undefined) {
    throw new GitopsError(
      'ARGOCD_INVALID_WINDOW',
      `the duration '${duration}' of the sync window '${schedule}' cannot be read`,
      { hint: "Write it as Go does: '1h30m'." },
    );
  }
  const description = textOf(window['description']);
  return {
    schedule: parseCron(schedule),
    durationMs,
    window: {
      kind: textOf(window['kind']),
      schedule,
      duration,
      timeZone: textOf(window['timeZone']) || 'UTC',
      manualSync: window['manualSync'] === true,
      ...(description === '' ? {} : { description }),
    },
  };
}
