import { env } from 'node:process';

/**
 * The environment of this process. The library takes its settings as values; it reads the environment only
 * for commands that it runs, whose configuration this is: PATH, and all of it for git.
 */
export function operatorEnvironment(): Readonly<Record<string, string | undefined>> {
  return env;
}
