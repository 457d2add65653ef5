import { runInNewContext } from 'node:vm';
import { threadTime } from '../../host/thread-time.js';

/** Processor time for one expression; those that are not hostile take microseconds. */
const LIMIT_MS = 200;
/** Whatever the processor, by the clock. */
const MOST_MS = 100 * LIMIT_MS;

/**
 * Whether an expression matches, where it need not be trusted to come to an end.
 *
 * V8 ends it by the clock: on a busy machine that is tried again, for longer, until it has had its time of
 * the processor.
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
