import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where results are cached by content, by the XDG rules: `${XDG_CACHE_HOME:-~/.cache}/cdk8s-gitops`. Safe to delete at any time. */
export function cacheDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'cdk8s-gitops');
}
