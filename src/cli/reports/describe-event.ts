import { describeIdentity } from '../../manifest/identity.js';
import type { SyncEvent } from '../../workflow/api/events.js';
import type { Style } from '../terminal/style.js';
import { describeOutcome } from './describe-outcome.js';
import { shortCommit } from './short-commit.js';

/**
 * One line for people, without the Argo Application's name in front; `undefined` where a log is better
 * without it.
 */
export function describeEvent(event: SyncEvent, style: Style): string | undefined {
  switch (event.kind) {
    case 'started':
      return `${style.faint(`on ${event.cluster}, revision`)} ${shortCommit(event.revision)}${style.faint(`, ${describeManifests(event)}`)}`;
    case 'planned':
      return describePlan(event, style);
    case 'stage':
      return style.faint(
        `${event.stage}${event.only ? '' : `, ${event.phase} wave ${event.wave}`}: ${amount(event.objects, 'object')}`,
      );
    case 'done': {
      if (event.action === 'kept') return undefined;
      const paint = {
        created: style.good,
        updated: style.accent,
        kept: style.faint,
        deleted: style.warn,
        recreated: style.warn,
        refused: style.bad,
        ran: style.accent,
      }[event.action];
      return `${paint(event.action)} ${describeIdentity(event.object)}${event.message === undefined ? '' : `: ${event.message}`}`;
    }
    case 'health': {
      const paint = paintOf(event.status, style);
      return `${paint(event.status)} ${describeIdentity(event.object)}${event.message === undefined ? '' : `: ${event.message}`}`;
    }
    case 'warning':
      return `${style.warn('warning')} ${event.object === undefined ? '' : `${describeIdentity(event.object)}: `}${event.message}`;
    case 'finished':
      // The result reports the reason in full.
      return `${describeOutcome(event.outcome, style)} ${style.faint(`(${event.seconds.toFixed(1)} s)`)}`;
  }
}

/** `1 object`, `2 objects`. */
export function amount(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `7 objects, 2 hooks`: what is never applied is not counted. */
function describeManifests({ objects, hooks = 0, ignored = 0 }: Extract<SyncEvent, { kind: 'started' }>): string {
  const own = amount(objects - hooks - ignored, 'object');
  return hooks === 0 ? own : `${own}, ${amount(hooks, 'hook')}`;
}

type Planned = Extract<SyncEvent, { kind: 'planned' }>;

/** `2 to create, 1 to update, 7 unchanged`. */
export function describePlan(
  plan: Pick<Planned, 'create' | 'update' | 'keep' | 'delete' | 'recreate' | 'run'>,
  style: Style,
): string {
  const parts = [
    [plan.create, 'to create', style.good],
    [plan.update, 'to update', style.accent],
    [plan.recreate, 'to recreate', style.warn],
    [plan.delete, 'to delete', style.warn],
    [plan.run, plan.run === 1 ? 'hook to run' : 'hooks to run', style.accent],
    [plan.keep, 'unchanged', style.faint],
  ] as const;
  const shown = parts.filter(([number]) => number > 0).map(([number, words, paint]) => paint(`${number} ${words}`));
  return shown.length === 0 ? style.faint('nothing to do') : shown.join(', ');
}

function paintOf(status: string, style: Style): (text: string) => string {
  if (status === 'Healthy') return style.good;
  return status === 'Degraded' ? style.bad : style.faint;
}
