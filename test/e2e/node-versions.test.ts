import { spawnSync } from 'node:child_process';
import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { NODE_RUNS_HERE, NODE_VERSIONS, nodeBinary } from '../../tools/node-binary.mjs';
import { testCluster } from '../helpers/cluster.js';
import { needs } from '../helpers/needs.js';
import { packageUnderTest } from '../helpers/package-under-test.js';
import { ownProject } from './own-project.js';

let cluster: LocalCluster;
const nodes = new Map<string, string>();
beforeAll(async () => {
  cluster = await testCluster();
  if (NODE_RUNS_HERE) for (const version of NODE_VERSIONS) nodes.set(version, await nodeBinary(version));
});

const IMPORT =
  "import { Repository } from 'cdk8s-gitops'; import { startLocalCluster } from 'cdk8s-gitops/testing'; console.log(typeof Repository, typeof startLocalCluster);";
const REQUIRE =
  "const { Repository } = require('cdk8s-gitops'); const { startLocalCluster } = require('cdk8s-gitops/testing'); console.log(typeof Repository, typeof startLocalCluster);";

const onNode = needs(NODE_RUNS_HERE, 'Linux on x64, for which the binaries of the other Node.js are').test.each(
  NODE_VERSIONS,
);

onNode('on Node %s the library loads by import and by require', (version) => {
  for (const argv of [
    ['--input-type=module', '-e', IMPORT],
    ['--input-type=commonjs', '-e', REQUIRE],
  ]) {
    const { stdout, status } = spawnSync(nodes.get(version)!, argv, {
      cwd: packageUnderTest().project,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'function function\n' });
  }
});

onNode('on Node %s the command makes, synthesizes, reads and syncs a repository', async (version) => {
  using project = ownProject(cluster, { node: nodes.get(version)! });
  const done = async (...argv: readonly string[]) => {
    const { code, out, err } = await project.gitops(argv);
    return code === 0 && !err.includes('Warning') ? out : `${code}\n${out}${err}`;
  };

  expect(await done('version')).toContain(`(node ${version})`);
  expect(await done('synth', '--commit', '--include-sources')).toMatch(/committed [0-9a-f]{7,} on main/);
  expect(await done('check')).toContain('3 Argo Applications');
  expect(await done('render', `guestbook-${project.id}-staging`)).toContain('kind: Deployment');
  expect(await done('sync', ...project.staging)).toMatch(/synced +3 created/);
  expect(await done('status', ...project.staging)).toMatch(/staging .*synced/);
  expect(
    project.kubectl('get', 'deployment', 'web', '-n', project.namespace, '-o', 'jsonpath={.status.readyReplicas}'),
  ).toBe('2');
});
