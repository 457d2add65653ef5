import { GitopsError } from '../../errors.js';
import type { PlanFile } from './plan-file.js';

/** The default age up to which a plan file is accepted, in milliseconds: a day. */
export const DEFAULT_MAX_AGE_MS = 86_400_000;
/** Clocks differ. */
const SKEW_MS = 300_000;

/**
 * Refuses a plan that nobody would recognise any more.
 *
 * @param file its name, for the error
 * @throws GitopsError WORKFLOW_PLAN_EXPIRED
 */
export function assertPlanFresh(
  { created }: PlanFile,
  file: string,
  maxAgeMs: number = DEFAULT_MAX_AGE_MS,
  now: number = Date.now(),
): void {
  const age = now - Date.parse(created);
  if (age <= maxAgeMs && age >= -SKEW_MS) return;
  const fault =
    age < 0 ? `was made in the future, ${created}` : `was made ${created}, longer ago than ${inWords(maxAgeMs)}`;
  throw new GitopsError('WORKFLOW_PLAN_EXPIRED', `'${file}' ${fault}`, {
    hint: age < 0 ? 'Check the clocks of both machines.' : 'Plan again, or allow more by --max-age.',
  });
}

function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds % 3_600 === 0 && seconds > 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`;
}
