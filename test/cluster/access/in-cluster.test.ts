import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inClusterEndpoint } from '../../../src/cluster/access/in-cluster.js';

test('the service account of the pod, with its token read anew after some minutes', async () => {
  const root = await mkdtemp(join(tmpdir(), 'account-'));
  try {
    await writeFile(join(root, 'ca.crt'), 'CA');
    await writeFile(join(root, 'token'), 'abc\n');

    const endpoint = await inClusterEndpoint(
      'here',
      { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' },
      root,
    );
    const { headers, expiresAt } = await endpoint.credentials();

    expect(endpoint).toMatchObject({ server: 'https://[fd00::1]:443', certificateAuthority: 'CA' });
    expect(headers).toEqual({ authorization: 'Bearer abc' });
    expect(expiresAt).toBeGreaterThan(Date.now());
  } finally {
    await rm(root, { recursive: true });
  }
});

test('outside a pod it says so', async () => {
  await expect(inClusterEndpoint('here', {})).rejects.toMatchObject({
    code: 'CLUSTER_ACCESS_MISSING',
    message: "cluster 'here' is the one this runs in, but this does not run in a pod with a service account",
  });
});
