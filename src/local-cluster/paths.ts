import { join } from 'node:path';
import { GitopsError } from '../errors.js';
import { homeDirectory } from '../host/home-directory.js';

/** Where the local cluster keeps what it needs. */
export interface LocalPaths {
  /** Binaries, shared by all clusters. */
  readonly cacheDirectory: string;
  /** One folder per cluster. */
  readonly stateDirectory: string;
  /** A folder with binaries of the user's own, such as KUBEBUILDER_ASSETS. Default: none. */
  readonly assetsDirectory?: string;
}

/**
 * The places by the XDG rules: `${XDG_CACHE_HOME:-~/.cache}/cdk8s-gitops`,
 * `${XDG_STATE_HOME:-~/.local/state}/cdk8s-gitops/local` and `KUBEBUILDER_ASSETS`. The environment is an
 * argument: the library reads none. Default: empty, so the home folder decides.
 *
 * @throws GitopsError LOCAL_STATE_UNUSABLE where a folder would be in the home folder, and there is none
 */
export function localPaths(environment: Readonly<Record<string, string | undefined>> = {}): LocalPaths {
  const cache = environment['XDG_CACHE_HOME'] || join(home(), '.cache');
  const state = environment['XDG_STATE_HOME'] || join(home(), '.local', 'state');
  const assets = environment['KUBEBUILDER_ASSETS'];
  return {
    cacheDirectory: join(cache, 'cdk8s-gitops'),
    stateDirectory: join(state, 'cdk8s-gitops', 'local'),
    ...(assets && { assetsDirectory: assets }),
  };
}

function home(): string {
  const found = homeDirectory();
  if (found !== undefined) return found;
  throw new GitopsError(
    'LOCAL_STATE_UNUSABLE',
    'This user has no home folder, so there is no place for local clusters and their binaries',
    {
      hint: 'Set HOME, or XDG_STATE_HOME and XDG_CACHE_HOME, to folders that can be written to.',
    },
  );
}
