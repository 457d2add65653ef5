import { GitopsError } from '../../errors.js';
import type { ExecutionState } from './execution.js';

/**
 * Notes an error. One that has nothing to do with an object, such as a cluster that cannot be reached, is
 * reported once for all objects. A change that was not begun is not an error.
 */
export function noteError(state: Pick<ExecutionState, 'errors'>, error: GitopsError): void {
  for (const one of GitopsError.each(error)) {
    const isTold = state.errors.some(
      ({ code, message, object }) => code === one.code && message === one.message && object === one.object,
    );
    if (one.code !== 'INTERRUPTED' && !isTold) state.errors.push(one);
  }
}
