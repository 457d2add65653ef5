import type { Cli } from '../cli.js';

/** The result of work that changes something; the first Ctrl-C says that what is in flight is finished. */
export async function tellStop<Result>({ signal, terminal }: Cli, work: Promise<Result>): Promise<Result> {
  const onAbort = () =>
    terminal.err('\nStopping: what is in flight is finished first. Press Ctrl-C again to stop at once.\n');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
