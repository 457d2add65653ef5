import type { DeleteOutcome } from './delete-result.js';
import type { ApplicationOutcome } from './events.js';

type Outcome = ApplicationOutcome | DeleteOutcome;

/**
 * How the work on one Argo Application may end, best first, and whether later work continues. A blocked
 * Application has a cause with more information: another Application that is unhealthy or failed.
 */
const OUTCOMES: Readonly<Record<Outcome, 'continues' | 'stops'>> = {
  deleted: 'continues',
  forgotten: 'continues',
  planned: 'continues',
  unchanged: 'continues',
  synced: 'continues',
  held: 'continues',
  kept: 'stops',
  terminating: 'stops',
  blocked: 'stops',
  unhealthy: 'stops',
  failed: 'stops',
  interrupted: 'stops',
};
const BEST_TO_WORST = Object.keys(OUTCOMES);

/** The worst of them. @param best that of a run which had nothing to do */
export function worstOutcome<Each extends Outcome>(results: readonly { readonly outcome: Each }[], best: Each): Each {
  const rank = (outcome: Each) => BEST_TO_WORST.indexOf(outcome);
  return results.reduce((worst, { outcome }) => (rank(outcome) > rank(worst) ? outcome : worst), best);
}

/** Whether a later wave or step may begin. */
export function goesOn(outcome: Outcome): boolean {
  return OUTCOMES[outcome] === 'continues';
}
