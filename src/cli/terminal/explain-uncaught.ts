import { GitopsError } from '../../errors.js';
import { callSiteOfError } from '../../model/call-site.js';

/**
 * An exception nobody caught: with a line of the user's code in its stack it is the user's (a timer, a
 * promise without await); otherwise it stays as it is.
 */
export function explainUncaught(error: unknown): unknown {
  const source = GitopsError.is(error) ? undefined : callSiteOfError(error).location;
  if (source === undefined) return error;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new GitopsError('CLI_LOAD_FAILED', `'${source.file}' failed, and nothing caught it: ${said}`, {
    source,
    cause: error,
    hint: 'Correct that line: await the promise, or catch what the callback throws; --debug prints the whole stack.',
  });
}
