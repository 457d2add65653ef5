import { type TimeBudgetOptions, timeBudget } from './time-budget.js';

/**
 * Watches one piece of work of another thread or process, and calls once when its time is over. What has
 * arrived from it by then is heard first.
 *
 * @returns ends the watch
 */
export function watchBudget(options: TimeBudgetOptions, onOver: (what: string) => void): () => void {
  const budget = timeBudget(options);
  let ended = false;
  let timer = setTimeout(look, options.limitMs);
  function look(): void {
    // Timers come before messages: this process may be late itself.
    setImmediate(() => {
      if (ended) return;
      const verdict = budget.look();
      if ('over' in verdict) onOver(verdict.over);
      else timer = setTimeout(look, verdict.lookInMs);
    });
  }
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
