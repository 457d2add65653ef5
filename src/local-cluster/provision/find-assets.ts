import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import { BINARY_NAMES, type Binaries } from './binaries.js';

/**
 * The binaries in a folder of the user's own. It may hold only some: the folder of controller-runtime's
 * envtest has etcd, kube-apiserver and kubectl.
 *
 * @throws GitopsError LOCAL_ASSETS_INVALID when it holds none.
 */
export function findAssets(directory: string): Partial<Binaries> {
  const found = Object.entries(BINARY_NAMES).filter(([, file]) => isExecutable(join(directory, file)));
  if (found.length === 0) {
    throw new GitopsError('LOCAL_ASSETS_INVALID', `'${directory}' holds no binary of a control plane`, {
      hint: `KUBEBUILDER_ASSETS must be a folder with ${Object.values(BINARY_NAMES).join(', ')}, or some of them; unset it to have them made.`,
    });
  }
  return Object.fromEntries(found.map(([name, file]) => [name, join(directory, file)]));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
