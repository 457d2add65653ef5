import { GitopsError } from '../../errors.js';

/**
 * Loads a module of the user and notices when it ends the process, or can never finish: either would look
 * like success.
 *
 * @param shown the file, as the user would write it
 * @throws GitopsError CLI_LOAD_FAILED; what `load` throws
 */
export async function watchLoad<T>(shown: string, load: () => Promise<T>): Promise<T> {
  const { exit } = process;
  let give: (error: GitopsError) => void = () => undefined;
  const neverFinished = new Promise<never>((_, reject) => {
    give = reject;
  });
  const drained = () =>
    give(
      new GitopsError(
        'CLI_LOAD_FAILED',
        `'${shown}' never finishes: a top-level await waits for what cannot happen any more`,
        {
          source: { file: shown },
          hint: 'Correct the await: nothing is left that could end it.',
        },
      ),
    );
  process.once('beforeExit', drained);
  process.exit = (code) => {
    throw new GitopsError('CLI_LOAD_FAILED', `'${shown}' ends the process: process.exit(${code ?? ''})`, {
      hint: 'Throw an error instead, or leave the call out.',
    });
  };
  try {
    return await Promise.race([load(), neverFinished]);
  } finally {
    process.exit = exit;
    process.off('beforeExit', drained);
  }
}
