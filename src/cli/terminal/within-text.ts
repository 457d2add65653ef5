import { GitopsError } from '../../errors.js';

/**
 * A text that may be larger than a text can be (512 MiB).
 *
 * @param called what the text shows, to begin the message
 * @throws GitopsError RENDER_TOO_LARGE
 */
export function withinText(make: () => string, called: string): string {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError && error.message === 'Invalid string length')) throw error;
    throw new GitopsError('RENDER_TOO_LARGE', `${called} is too large to be printed: a text has at most 512 MiB`, {
      hint: 'Ask for less: name one Argo Application or one folder.',
      cause: error,
    });
  }
}
