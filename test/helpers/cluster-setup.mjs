import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder in which this run's shared cluster will live; the first test that wants one starts it (cluster.ts). */
export default function setup() {
  process.env['GITOPS_TEST_OWNER'] = String(process.pid);
  process.env['GITOPS_TEST_STATE'] = join(tmpdir(), `cdk8s-gitops-test-${process.pid}-${Date.now()}`);
}
