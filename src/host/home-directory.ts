import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';

/**
 * The user's home folder. Undefined where there is none: `HOME` is not set, or empty, and the user's number
 * has no entry in the machine's list of users, as in a container that runs with a number of its own.
 */
export function homeDirectory(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : undefined;
  } catch {
    return undefined;
  }
}
