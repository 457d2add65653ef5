import { GitopsError } from '../../src/errors.js';

/** The error that the work throws; a test fails where it throws none, or one of another kind. */
export function thrownBy(work: () => unknown): GitopsError {
  try {
    work();
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
