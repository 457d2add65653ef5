import { GitopsError } from '../errors.js';
import { type AdminApi, adminApi } from './admin-api.js';
import { clusterDirectory } from './cluster-directory.js';
import { ADMIN, keyStore } from './key-store.js';

/** Requests to a cluster that is up, by its folder. Close it. */
export function openAdminApi(directory: string): AdminApi {
  const record = clusterDirectory.read(directory);
  if (record === undefined) {
    throw new GitopsError('LOCAL_CLUSTER_NOT_FOUND', `There is no local cluster in '${directory}'`, {
      hint: 'Run `gitops local up`.',
    });
  }
  return adminApi(record.server, keyStore.read(directory, 'ca').certificate, keyStore.read(directory, ADMIN.name));
}
