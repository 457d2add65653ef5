/**
 * What the process says when it ends. Changes and ill health have their own codes, so that a crash is never
 * read as "there is a diff".
 */
export const EXIT = {
  /** Done, and nothing is left to do. */
  done: 0,
  /** An error; its text is on standard error. */
  error: 1,
  /** Changes exist: `diff`, `plan`, `sync --dry-run`, `synth --check`. */
  changes: 2,
  /** Applied, but not healthy or not verified. */
  unhealthy: 3,
  /** The command line makes no sense. */
  usage: 64,
  /** Stopped by Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
