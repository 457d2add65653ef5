import { main } from '../../../../src/cli/main.js';
import { toYaml } from '../../../../src/manifest/yaml.js';
import { sync } from '../../../../src/workflow/sync.js';
import { outputSchema, validDocuments } from '../../../e2e/output-schema.js';
import { closeClients } from '../../../helpers/api.js';
import { testCluster, testNamespace } from '../../../helpers/cluster.js';
import { configMap } from '../../../helpers/engine.js';
import { syncedRepository } from '../../../helpers/synced-repository.js';
import { captureTerminal } from '../../capture-terminal.js';

afterEach(closeClients);

test('--commit tells the commit and how to publish it, as text and as published documents', async () => {
  const [cluster, namespace] = [await testCluster(), await testNamespace('cli-rollback')];
  const { repository, options, commit } = await syncedRepository(namespace);
  await using _ = repository;
  repository.write({
    '../access.yaml': toYaml({ clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } as never),
  });
  const gitops = async (...argv: readonly string[]) => {
    const { terminal, out } = captureTerminal({ directory: repository.directory, environment: {} });
    const access = ['--access', '../access.yaml', '--inventory-namespace', options.inventoryNamespace!];
    return { code: await main([...argv, ...access], terminal, new AbortController().signal), out: out() };
  };
  const roundTrip = async (version: string): Promise<void> => {
    for (const v of [`good ${version}`, `bad ${version}`]) {
      commit(v, [configMap('a', { v })]);
      await sync(options);
    }
  };

  await roundTrip('1');
  const text = await gitops('rollback', '--all', '--yes', '--commit');
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/committed [0-9a-f]{7,} on main: 1 file\. Publish it with git push origin main/);

  await roundTrip('2');
  const json = await gitops('rollback', '--all', '--yes', '--commit', '-o', 'json');
  expect(json.code).toBe(0);
  expect(validDocuments(json.out, outputSchema()).at(-1)).toMatchObject({
    kind: 'SyncResult',
    revert: { commit: repository.git('rev-parse', 'HEAD'), paths: ['gitops/apps/shop/configmap-a.yaml'] },
  });
});
