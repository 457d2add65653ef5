import type { ApplicationOutcome } from '../../workflow/api/events.js';
import type { Style } from '../terminal/style.js';

/** The outcome in its colour. */
export function describeOutcome(outcome: ApplicationOutcome, style: Style): string {
  const paint = {
    synced: style.good,
    unchanged: style.good,
    unhealthy: style.bad,
    failed: style.bad,
    blocked: style.warn,
    held: style.warn,
    interrupted: style.warn,
  };
  return paint[outcome](outcome);
}
