import type { CallSite } from './call-site.js';

/** A warning with the line of the user's code. */
export function warningAt(message: string, { location }: CallSite): string {
  return location === undefined ? message : `${message} (${location.file}:${location.line})`;
}
