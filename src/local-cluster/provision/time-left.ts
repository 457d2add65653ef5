/** A part of a longer work. */
export interface WorkStep {
  /** How long it takes on the machine where that was measured, in seconds. */
  readonly seconds: number;
  /** How much of it is done, from 0 to 1. */
  readonly progress: number;
}

/** The measured speed counts as if it had been seen for so long before: the first seconds say little. */
const CONFIDENCE_SECONDS = 20;

/**
 * How long the rest of some work takes, in seconds: what was measured, scaled by the speed that this machine
 * showed so far.
 *
 * @param elapsed seconds since the work began
 */
export function timeLeft(steps: readonly WorkStep[], elapsed: number): number {
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const done = steps.reduce((sum, { seconds, progress }) => sum + seconds * Math.min(Math.max(progress, 0), 1), 0);
  return ((total - done) * (elapsed + CONFIDENCE_SECONDS)) / (done + CONFIDENCE_SECONDS);
}
