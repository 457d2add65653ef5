import type { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { UnhealthyObject, Unverified } from './execution.js';

/** One line for people: what went wrong; undefined when nothing did. */
export function summarizeExecution(execution: {
  readonly errors: readonly GitopsError[];
  readonly unhealthy: readonly UnhealthyObject[];
  readonly unverified: readonly Unverified[];
  readonly outcome: string;
}): string | undefined {
  const { errors, unhealthy, unverified, outcome } = execution;
  if (errors[0]) return errors.length === 1 ? errors[0].message : `${errors[0].message}, and ${errors.length - 1} more`;
  if (outcome === 'interrupted') return 'interrupted';
  const first = unhealthy.find(({ status }) => status === 'Degraded') ?? unhealthy[0];
  if (first) return `${describeIdentity(first.object)} is ${first.status}${first.message ? `: ${first.message}` : ''}`;
  return unverified[0] && `${describeIdentity(unverified[0].object)} ${unverified[0].reason}`;
}
