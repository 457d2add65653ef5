import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { sync } from '../../../src/workflow/sync.js';
import { outputSchema, validDocuments } from '../../e2e/output-schema.js';
import { testNamespace } from '../../helpers/cluster.js';
import { configMap } from '../../helpers/engine.js';
import { syncedRepository } from '../../helpers/synced-repository.js';
import { captureTerminal } from '../capture-terminal.js';
import { temporaryFolder } from '../temporary-folder.js';

const validate = outputSchema();
const READING = ['status', 'verify', 'diff', 'plan', 'history', 'orphans'] as const;

/**
 * One Argo Application in each of four clusters: one that answers, one that nothing listens at, one without a
 * way in, one that is another than is meant.
 */
async function start() {
  const namespace = await testNamespace('unread');
  const git = await syncedRepository(namespace);
  git.commit('first', [configMap('a')]);
  const { access, inventoryNamespace = '' } = git.options;
  const here = access.accessFile?.clusters['in-cluster'] ?? {};
  const port = await closedPort();
  const folder = temporaryFolder({
    'access.yaml': toYaml({
      clusters: {
        'in-cluster': here,
        away: { kubeconfig: 'away.yaml' },
        lost: { kubeconfig: 'missing.yaml' },
        wrong: { ...here, uid: 'another' },
      },
    }),
    'away.yaml': toYaml({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'away',
      contexts: [{ name: 'away', context: { cluster: 'away', user: 'away' } }],
      clusters: [{ name: 'away', cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: 'away', user: {} }],
    }),
  });
  const run = async (...words: readonly string[]) => {
    const { terminal, out, err } = captureTerminal({ directory: folder, environment: {} });
    const [verb = '', ...more] = words;
    const place = [
      '-C',
      git.repository.directory,
      '--access',
      'access.yaml',
      '--inventory-namespace',
      inventoryNamespace,
    ];
    const code = await main([verb, ...place, ...more], terminal, new AbortController().signal);
    return { code, out: out(), err: err() };
  };
  const json = async (...words: readonly string[]) => {
    const { code, out } = await run(...words, '--output', 'json');
    return { code, document: validDocuments(out, validate).at(-1) };
  };
  expect((await sync(git.options)).outcome).toBe('synced');
  const secret = (name: string, server = `https://${name}.example.com`) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `cluster-${name}`,
      labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
      annotations: { 'cdk8s-gitops.io/context': name },
    },
    stringData: { name, server },
  });
  const application = (name: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: `${namespace}-${name}`, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop' },
      destination: { name, namespace },
    },
  });
  const files = ['away', 'lost', 'wrong'].flatMap((name) => [
    [`gitops/clusters/${name}.yaml`, toYaml(secret(name))],
    [`gitops/applications/dev/${name}.yaml`, toYaml(application(name))],
  ]);
  const own = ['gitops/clusters/here.yaml', toYaml(secret('in-cluster', 'https://kubernetes.default.svc'))];
  git.repository.commit('clusters', Object.fromEntries([own, ...files]));
  return { namespace, git, folder, run, json };
}

/** Nothing listens there. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('clusters that cannot be read do not hide the others: each is an error beside the results, and nothing is written', async () => {
  const { namespace, git, folder, run, json } = await start();
  await using _ = git;
  // Who asks only for what answers sees no errors.
  for (const verb of READING) {
    const { code, document } = await json(verb, '--cluster', 'in-cluster');
    expect({ verb, code, errors: document?.['errors'] }).toEqual({
      verb,
      code: verb === 'orphans' ? expect.any(Number) : 0,
      errors: undefined,
    });
  }
  const selected = (verb: string) => (verb === 'orphans' ? [verb] : [verb, '--all']);
  const [found, texts, planned, synced, lost] = await Promise.all([
    Promise.all(READING.map(async (verb) => ({ verb, ...(await json(...selected(verb))) }))),
    Promise.all((['status', 'orphans'] as const).map((verb) => run(...selected(verb)))),
    run('plan', '--all', '--out', 'all.plan', '--report', 'junit=plan.xml,markdown=plan.md'),
    json('sync', '--all'),
    json('status', '--cluster', 'lost'),
  ]);

  for (const { verb, code, document } of found) {
    const applications =
      verb === 'orphans'
        ? expect.anything()
        : [expect.objectContaining({ application: namespace, cluster: 'in-cluster' })];
    const errors = [
      expect.objectContaining({ code: 'CLUSTER_UNREACHABLE', cluster: 'away' }),
      expect.objectContaining({ code: 'CLUSTER_ACCESS_INVALID', cluster: 'lost' }),
      expect.objectContaining({ code: 'CLUSTER_WRONG_CLUSTER', cluster: 'wrong' }),
    ];
    const clusters = [expect.objectContaining({ cluster: 'in-cluster', writes: 0 })];
    expect({ verb, code, document }).toEqual({
      verb,
      code: 1,
      document: expect.objectContaining({ applications, errors, clusters }),
    });
  }
  const documentOf = (verb: string) => found.find((one) => one.verb === verb)?.document;
  expect(documentOf('status')).toMatchObject({ applications: [{ state: 'synced' }] });
  // What was read is as committed, and what was not read is not verified; nor is it known that nothing
  // changes there.
  expect(documentOf('verify')).toMatchObject({ verified: false, applications: [{ verified: true }] });
  for (const verb of ['diff', 'plan'])
    expect(documentOf(verb)).toMatchObject({ changed: true, applications: [{ problems: [] }] });
  for (const { code, out } of texts) {
    expect(code).toBe(1);
    expect(out).toMatch(/^away could not be read\n {2}error CLUSTER_UNREACHABLE: .*\n {4}hint/m);
    expect(out).toMatch(/^lost could not be read$/m);
  }

  expect(planned).toMatchObject({ code: 1, err: expect.stringContaining('No plan file was written') });
  expect(existsSync(join(folder, 'all.plan'))).toBe(false);
  expect(readFileSync(join(folder, 'plan.xml'), 'utf8')).toContain(
    '<testsuite name="cluster away" tests="1" failures="0" skipped="0" errors="1">',
  );
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toContain('**3 clusters could not be read**');
  // A sync is refused as a whole, with the same errors; so is a look at which nothing answers.
  expect(synced).toMatchObject({
    code: 1,
    document: {
      kind: 'Error',
      problems: [
        { code: 'CLUSTER_UNREACHABLE' },
        { code: 'CLUSTER_ACCESS_INVALID' },
        { code: 'CLUSTER_WRONG_CLUSTER' },
      ],
    },
  });
  expect(lost).toMatchObject({ code: 1, document: { kind: 'Error', problems: [{ code: 'CLUSTER_ACCESS_INVALID' }] } });
});
