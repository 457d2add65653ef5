import { EXIT, type ExitCode } from './exit-code.js';

/**
 * The exit code of a command that looks: an error when a cluster or an Argo Application could not be read.
 */
export function exitCodeOfProblems({
  errors,
  applications,
}: {
  readonly errors?: readonly unknown[];
  readonly applications: readonly { readonly problems: readonly unknown[] }[];
}): ExitCode {
  return errors !== undefined || applications.some(({ problems }) => problems.length > 0) ? EXIT.error : EXIT.done;
}
