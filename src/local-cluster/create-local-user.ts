import { GitopsError } from '../errors.js';
import { writeFileAtomically } from '../host/write-file-atomically.js';
import { clusterDirectory } from './cluster-directory.js';
import { describeCluster } from './describe-cluster.js';
import { ADMIN, type ClusterUser, DEPLOYER, keyStore } from './key-store.js';
import { kubeconfig } from './kubeconfig.js';
import { type LocalPaths, localPaths } from './paths.js';

/** Which cluster, and who the user is. */
export interface CreateLocalUserOptions extends Partial<Pick<LocalPaths, 'stateDirectory'>> {
  /** The cluster. Default: `local`. */
  readonly name?: string;
  /** Name of the user, as RBAC subjects say it. */
  readonly user: string;
  /** Default: none. Without a role binding a user may do next to nothing. */
  readonly groups?: readonly string[];
}

/**
 * Issues a client certificate for one more user and returns the path of a kubeconfig with it, so that
 * restricted rights can be tried.
 *
 * @throws GitopsError LOCAL_CLUSTER_NOT_FOUND, LOCAL_INVALID_INPUT.
 */
export function createLocalUser(options: CreateLocalUserOptions): string {
  const { name = 'local', user, groups = [] } = options;
  const directory = clusterDirectory.path(options.stateDirectory ?? localPaths().stateDirectory, name);
  if ([ADMIN.name, DEPLOYER.name].includes(user) || !/^[\w.:@-]{1,64}$/.test(user)) {
    throw new GitopsError('LOCAL_INVALID_INPUT', `'${user}' cannot name a user`, {
      hint: "Use 1 to 64 letters, digits, '.', ':', '@', '-' or '_', other than 'admin' and 'deployer'.",
    });
  }
  const { context, server } = describeCluster(directory);
  const wanted: ClusterUser = { name: user, groups };
  const keys = keyStore.issue(directory, wanted, new Date());
  const file = clusterDirectory.userKubeconfig(directory, user);
  writeFileAtomically(
    file,
    kubeconfig({ context, server, authority: keyStore.read(directory, 'ca').certificate, user, keys }),
    0o600,
  );
  return file;
}
