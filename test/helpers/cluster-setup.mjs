import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { temporaryParent } from '../../tools/temporary-parent.mjs';

/**
 * Makes the folder of this run: the clusters that tests start (the first one that wants the shared one starts it, cluster.ts), and everything temporary. The end of the run removes
 * it; when the run is killed, the next one does (remove-leftovers.ts).
 */
export default async function setup() {
  const folder = join(temporaryParent(), `cdk8s-gitops-test-${process.pid}-${Date.now()}`);
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  chmodSync(temporary, 0o1777); // some tests work as another user
  const { identifyProcess } = await tsImport('../../src/host/process-identity.ts', import.meta.url);
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(identifyProcess(process.pid)));
  process.env['GITOPS_TEST_RUN'] = folder;
  process.env['TMPDIR'] = temporary;
}
