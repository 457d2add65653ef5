import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  readonly deadline: number;
  readonly signal?: AbortSignal;
  /** Called before each try; throws to give up. */
  readonly check: () => void;
  /** What to throw when the time is over. */
  readonly onTimeout: () => Error;
}

/** Asks every 20 ms until the answer is true. An answer that fails counts as no. */
export async function until(
  answer: () => Promise<boolean>,
  { deadline, check, onTimeout }: UntilOptions,
): Promise<void> {
  for (;;) {
    check();
    if (await answer().catch(() => false)) return;
    if (Date.now() > deadline) throw onTimeout();
    await sleep(20);
  }
}
