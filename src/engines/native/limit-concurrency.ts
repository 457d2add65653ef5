import { availableParallelism } from 'node:os';

/** Limits how many works run at once, by default one for each processor. The others wait in order. */
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
