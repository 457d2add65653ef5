import { availableParallelism } from 'node:os';

/** Lets at most so many works go on at once, by default one per processor; the others wait in order. */
export function limitConcurrency(
  most = availableParallelism(),
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
