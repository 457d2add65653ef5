import { GitopsError } from '../../errors.js';
import type { ExecutionState } from './execution.js';

/**
 * Notes what went wrong. What is no object's fault, such as a cluster that cannot be reached, is said once
 * for all objects; what was only not begun is no error.
 */
export function noteError(state: Pick<ExecutionState, 'errors'>, error: GitopsError): void {
  for (const one of GitopsError.each(error)) {
    const isTold = state.errors.some(
      ({ code, message, object }) => code === one.code && message === one.message && object === one.object,
    );
    if (one.code !== 'INTERRUPTED' && !isTold) state.errors.push(one);
  }
}
