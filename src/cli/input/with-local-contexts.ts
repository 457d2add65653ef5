import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { homeDirectory } from '../../host/home-directory.js';
import { clusterDirectory } from '../../local-cluster/cluster-directory.js';
import { localPaths } from '../../local-cluster/paths.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the kubeconfigs of local clusters behind the user's own, as `kubectl` would merge
 * them: a context `gitops-<name>` is found without being in a kubeconfig, and a context of the user's wins.
 */
export function withLocalContexts(environment: Environment): Environment {
  if (!environment['XDG_STATE_HOME'] && homeDirectory() === undefined) return environment;
  const { stateDirectory } = localPaths(environment);
  const locals = clusterDirectory
    .names(stateDirectory)
    .map((name) => clusterDirectory.kubeconfig(join(stateDirectory, name)))
    .filter((file) => existsSync(file));
  if (locals.length === 0) return environment;
  const home = environment['HOME'] || environment['USERPROFILE'];
  const own = environment['KUBECONFIG'] || (home === undefined ? '' : join(home, '.kube', 'config'));
  return {
    ...environment,
    KUBECONFIG: [...own.split(delimiter).filter((file) => file !== '' && existsSync(file)), ...locals].join(delimiter),
  };
}
