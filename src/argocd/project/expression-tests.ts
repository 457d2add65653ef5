import { runInNewContext } from 'node:vm';
import { threadTime } from '../../host/thread-time.js';

/**
 * The processor time for one expression, in milliseconds. An expression that is not hostile takes
 * microseconds.
 */
const LIMIT_MS = 200;
/** The time by the clock after which an expression ends in any case, in milliseconds. */
const MOST_MS = 100 * LIMIT_MS;

/**
 * Whether an expression matches. The expression may be hostile and never end.
 *
 * V8 ends it by the clock. On a busy machine it may have had little of the processor then, and is tried again
 * for longer.
 *
 * @throws Error when it does not end
 */
export function expressionTests(expression: RegExp, text: string): boolean {
  for (let timeout = LIMIT_MS; ; timeout *= 2) {
    const before = threadTime('thread-self');
    try {
      return runInNewContext('expression.test(text)', { expression, text }, { timeout }) === true;
    } catch (error) {
      if (threadTime('thread-self') - before >= LIMIT_MS || 2 * timeout > MOST_MS) throw error;
    }
  }
}
