import { tellProcessorTime } from './tell-processor-time.mjs';

/** Stops every cluster the run started and removes its folder, also after failures. */
export default async function teardown() {
  const folder = process.env['GITOPS_TEST_RUN'];
  if (folder === undefined) return;
  tellProcessorTime(folder);
  const { tsImport } = await import('tsx/esm/api');
  const { removeRun } = await tsImport('./remove-run.ts', import.meta.url);
  await removeRun(folder);
}
