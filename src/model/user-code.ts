import { GitopsError } from '../errors.js';
import { type CallSite, callSiteOfError } from './call-site.js';

export interface UserCode {
  /** What runs, for errors: `resources()`. */
  readonly what: string;
  /** Path of the base or overlay that is built. */
  readonly where: string;
  /** The line to name where the exception has none. */
  readonly site?: CallSite;
  /** What to do about it. @default that of code which builds objects */
  readonly hint?: string;
}

const HINT = 'Correct the code at that line. It runs once for the base and once for each overlay.';

/**
 * Runs code of the user: what it throws gets the line and the construct.
 *
 * @throws GitopsError MODEL_RESOURCES_FAILED, also for async code: nobody would wait for it
 */
export function runUserCode<T>(code: UserCode, action: () => T): T {
  const result = attempt(code, action);
  if (!isThenable(result)) return result;
  result.then(undefined, () => undefined); // it is refused as a whole; its own failure says nothing more
  throw userCodeFailed(code, 'it is async, and what it makes after the first await would be lost', {
    hint: 'Make it synchronous: load what it needs at the top of a module (top-level await works there) and pass it in.',
  });
}

/** `cause` is what was thrown, if anything was. */
export function userCodeFailed(
  { what, where, site, hint: ownHint }: UserCode,
  message: string,
  { hint = ownHint ?? HINT, cause }: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
): GitopsError {
  return new GitopsError('MODEL_RESOURCES_FAILED', `${what} of '${where}' failed: ${message.split('\n')[0]}`, {
    hint,
    constructPath: where,
    source: callSiteOfError(cause).location ?? site?.location,
    cause,
  });
}

function attempt<T>(code: UserCode, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (!GitopsError.is(cause))
      throw userCodeFailed(code, cause instanceof Error ? cause.message : String(cause), {
        cause,
        hint: hintFor(cause),
      });
    throw GitopsError.all(GitopsError.each(cause).map((problem) => placed(problem, code)));
  }
}

/** The error with the construct, and the line that threw it, where it has none of its own. */
function placed(error: GitopsError, { where, site }: UserCode): GitopsError {
  if (error.source !== undefined && error.constructPath !== undefined) return error;
  const { constructPath = where, source = callSiteOfError(error).location ?? site?.location } = error;
  return error.with({ constructPath, source });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** cdk8s's own words for an object that was made with `this`. */
function hintFor(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !cause.message.startsWith('cannot find a parent chart')) return undefined;
  return 'Make objects below the scope that resources(scope, …) gets, not below `this`.';
}
