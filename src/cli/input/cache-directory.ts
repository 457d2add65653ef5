import { join } from 'node:path';
import { homeDirectory } from '../../host/home-directory.js';

/**
 * Where results are cached by content, by the XDG rules: `${XDG_CACHE_HOME:-~/.cache}/cdk8s-gitops`. Safe to
 * delete at any time. Undefined where there is no home folder: nothing is cached then.
 */
export function cacheDirectory(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const home = homeDirectory();
  const cache = environment['XDG_CACHE_HOME'] || (home === undefined ? undefined : join(home, '.cache'));
  return cache === undefined ? undefined : join(cache, 'cdk8s-gitops');
}
