import { main } from '../../../../src/cli/main.js';
import { toYaml } from '../../../../src/manifest/yaml.js';
import { sync } from '../../../../src/workflow/sync.js';
import { outputSchema, validDocuments } from '../../../e2e/output-schema.js';
import { closeClients, testClient } from '../../../helpers/api.js';
import { testCluster, testNamespace } from '../../../helpers/cluster.js';
import { configMap, read } from '../../../helpers/engine.js';
import { syncedRepository } from '../../../helpers/synced-repository.js';
import { captureTerminal } from '../../capture-terminal.js';

afterEach(closeClients);

async function start() {
  const [cluster, client, namespace] = [await testCluster(), await testClient(), await testNamespace('cli-delete')];
  const synced = await syncedRepository(namespace);
  const { repository, options } = synced;
  repository.git('remote', 'add', 'origin', 'https://git.example.com/a.git');
  synced.commit('first', [configMap('a')]);
  repository.write({
    '../access.yaml': toYaml({ clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } as never),
  });
  await sync(options);
  const access = ['--access', '../access.yaml', '--inventory-namespace', options.inventoryNamespace!];
  const gitops = async (argv: readonly string[], answer?: string) => {
    const captured = captureTerminal({
      directory: repository.directory,
      environment: {},
      canAsk: answer !== undefined,
      ask: (question) => {
        captured.terminal.err(question);
        return Promise.resolve(answer);
      },
    });
    const code = await main([...argv, ...access], captured.terminal, new AbortController().signal);
    return { code, out: captured.out(), err: captured.err() };
  };
  const live = () => read(client, `/api/v1/namespaces/${namespace}/configmaps/a`);
  return { repository, namespace, gitops, live };
}

test('asks with what would go, warns that Git brings it back, and does nothing on a no', async () => {
  const { repository, namespace, gitops, live } = await start();
  await using _ = repository;

  const { code, err } = await gitops(['delete', '-a', namespace], 'n');

  expect(code).toBe(1);
  expect(err).toContain(`delete ConfigMap ${namespace}/a`);
  expect(err).toContain('still in Git, the next sync brings it back');
  expect(err).toMatch(/Delete this\? \[y\/N\] Nothing was changed\.\n$/);
  expect(await live()).toBeDefined();
  expect((await gitops(['delete', '-a', namespace])).code).toBe(64); // nobody can be asked
  expect((await gitops(['delete', '-a', namespace, '--dry-run'])).code).toBe(2);
  expect((await gitops(['delete'])).code).toBe(64);
  expect(await live()).toBeDefined();

  const { code: done, out } = await gitops(['delete', '-a', namespace], 'y');
  expect([done, out]).toEqual([0, expect.stringMatching(/deleted +1 of 1 object/)]);
  expect(await live()).toBeUndefined();
});

test('in a pipeline: orphans exits 2 with what left Git, delete --yes removes it, the documents are as published', async () => {
  const { repository, namespace, gitops, live } = await start();
  await using _ = repository;
  repository.git('rm', '-r', '-q', 'gitops');
  repository.commit('left');
  const validate = outputSchema();

  const found = await gitops(['orphans', '-c', 'in-cluster', '-o', 'json']);
  expect(found.code).toBe(2);
  expect(validDocuments(found.out, validate).at(-1)).toMatchObject({
    kind: 'OrphansResult',
    applications: [{ application: namespace, objects: 1 }],
  });
  expect((await gitops(['orphans', '-c', 'in-cluster'])).out).toContain(namespace);

  const deleted = await gitops(['delete', '-a', namespace, '-c', 'in-cluster', '--yes', '-o', 'json']);
  expect(deleted.code).toBe(0);
  expect(validDocuments(deleted.out, validate).at(-1)).toMatchObject({
    kind: 'DeleteResult',
    outcome: 'deleted',
    dryRun: false,
  });
  expect(await live()).toBeUndefined();
});
