import { GitopsError } from '../errors.js';
import type { AdminApi } from './admin-api.js';
import type { BootstrapObject } from './bootstrap-objects.js';

/** Creates what is not there; what is there stays as its user left it. */
export async function createMissing(api: AdminApi, objects: readonly BootstrapObject[]): Promise<void> {
  await Promise.all(
    objects.map(async ({ collection, object }) => {
      const { status, body } = await api.request('POST', collection, object);
      if (status !== 201 && status !== 409) {
        throw new GitopsError(
          'LOCAL_START_FAILED',
          `The API server refused '${object.metadata.name}' (${status}): ${JSON.stringify(body).slice(0, 300)}`,
        );
      }
    }),
  );
}
