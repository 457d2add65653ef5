import { existsSync } from 'node:fs';

/** Stops every cluster the run started, also after failures. A run that was killed is cleaned up by the next one (cluster.ts). */
export default async function teardown() {
  const stateDirectory = process.env['GITOPS_TEST_STATE'];
  if (stateDirectory === undefined || !existsSync(stateDirectory)) return;
  const { tsImport } = await import('tsx/esm/api');
  const { removeTestClusters } = await tsImport('./remove-test-clusters.ts', import.meta.url);
  await removeTestClusters(stateDirectory);
}
