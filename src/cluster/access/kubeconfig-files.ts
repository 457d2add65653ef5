import { delimiter, join } from 'node:path';
import type { AccessOptions } from './access-options.js';

/** The kubeconfig files that hold where none is named: the option, `KUBECONFIG`, `~/.kube/config`. */
export function defaultKubeconfigFiles({
  kubeconfigPath,
  environment,
}: Pick<AccessOptions, 'kubeconfigPath' | 'environment'>): readonly string[] {
  if (kubeconfigPath) return [kubeconfigPath];
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean);
  if (listed.length > 0) return listed;
  const home = environment['HOME'] || environment['USERPROFILE'];
  return home ? [join(home, '.kube', 'config')] : [];
}
