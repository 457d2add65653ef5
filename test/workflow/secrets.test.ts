import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/main.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { GitopsError } from '../../src/errors.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { captureTerminal } from '../cli/capture-terminal.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { meddle } from '../helpers/engine.js';
import { type SyncedRepository, syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

const secret = (name: string, stringData: Readonly<Record<string, unknown>>, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  stringData,
  ...more,
});

/**
 * Runs the command line in the repository and keeps everything it said: as text, with stacks and causes, and
 * in reports of every other format.
 */
function recorder(git: SyncedRepository) {
  const folder = temporaryFolder({ 'access.yaml': toYaml(git.options.access.accessFile) });
  const seen: string[] = [];
  let reports = 0;
  return {
    seen,
    async run(verb: string, ...more: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
      const captured = captureTerminal({ directory: folder });
      const place = [
        '-C',
        git.repository.directory,
        '--access',
        'access.yaml',
        '--inventory-namespace',
        git.options.inventoryNamespace!,
      ];
      const report = ['diff', 'plan', 'sync', 'verify'].includes(verb)
        ? ['--report', ['json', 'markdown', 'junit'].map((one) => `${one}=r${reports++}`).join(',')]
        : [];
      const code = await main(
        [verb, ...place, ...report, '--debug', ...more],
        captured.terminal,
        new AbortController().signal,
      );
      const text = captured.out() + captured.err();
      seen.push(`$ gitops ${verb} ${more.join(' ')}\n${text}`);
      return { code, text };
    },
    /** All that was printed or written. */
    everything: () =>
      [...seen, ...readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))].join('\n'),
    folder,
  };
}

function expectNone(text: string, values: readonly string[]): void {
  for (const value of values) {
    for (const form of [value, Buffer.from(value).toString('base64')]) {
      const at = text.indexOf(form);
      // The surroundings say who told it.
      expect(at < 0 ? '' : text.slice(Math.max(0, at - 200), at + form.length)).toBe('');
    }
  }
}

test('a value of a Secret is in no diff, plan, plan file, report, event, error or inventory', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('secrets')];
  await using git = await syncedRepository(namespace);
  const cli = recorder(git);
  const values = ['sentinel-first', 'sentinel-second', 'sentinel-by-hand', 'sentinel-frozen', 'sentinel-thawed'];

  git.commit('first', [
    secret('a', { password: values[0] }),
    secret('frozen', { password: values[3] }, { immutable: true }),
  ]);
  await cli.run('diff', '--all', '-U', '20');
  expect((await cli.run('plan', '--all', '--output', 'json', '--out', 'a.plan')).code).toBe(2);
  expect((await cli.run('sync', '--plan', 'a.plan')).code).toBe(0);
  git.commit('second', [
    secret('a', { password: values[1] }),
    secret('frozen', { password: values[3] }, { immutable: true }),
  ]);
  await meddle(client, `/api/v1/namespaces/${namespace}/secrets/a`, {
    metadata: { annotations: { 'example.com/copy': `now ${values[2]}` } },
    stringData: { password: values[2] },
  });
  expect((await cli.run('diff', '--all')).text).toContain('hidden');
  expect((await cli.run('plan', '--all')).code).toBe(2);
  expect((await cli.run('verify', '--all')).code).toBe(3);
  await cli.run('status', '--all');
  expect((await cli.run('sync', '--plan', 'a.plan')).text).toContain('WORKFLOW_PLAN_CHANGED');
  expect((await cli.run('sync', '--all', '--output', 'json')).code).toBe(0);
  git.commit('third', [
    secret('a', { password: values[1] }),
    secret('frozen', { password: values[4] }, { immutable: true }),
  ]);
  expect((await cli.run('sync', '--all')).text).toContain('CLUSTER_IMMUTABLE');
  await cli.run('history', '--all', '--output', 'json');
  const inventories = await client.request({
    method: 'GET',
    path: `/api/v1/namespaces/${git.options.inventoryNamespace}/configmaps`,
  });

  expectNone(cli.everything() + JSON.stringify(inventories.body), values);
});

test('an error about a Secret says which and why without its value', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('secrets')];
  await using git = await syncedRepository(namespace);
  const cli = recorder(git);
  const refused = async (what: KubeObject, code: string) => {
    git.commit('wrong', [what]);
    for (const verb of ['plan', 'sync'])
      expect((await cli.run(verb, '--all')).text).toMatch(new RegExp(`error ${code}: Secret`));
  };
  const wrong = { metadata: { name: 'b' }, apiVersion: 'v1', kind: 'Secret' };

  await refused({ ...wrong, data: { password: 'sentinel-no-base64!' } }, 'CLUSTER_INVALID');
  await refused({ ...wrong, data: { pin: 87654321 } }, 'CLUSTER_INVALID');
  await refused(secret('b', { 'bad key': 'sentinel-key' }), 'CLUSTER_INVALID');
  await refused({ ...wrong, stringdata: { password: 'sentinel-misspelt' } }, 'CLUSTER_INVALID');
  await refused(
    secret('b', { '.dockerconfigjson': '{"auths": sentinel-broken' }, { type: 'kubernetes.io/dockerconfigjson' }),
    'CLUSTER_INVALID',
  );
  await client.request({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/secrets`,
    body: secret('b', { password: 'sentinel-vault' }),
    query: { fieldManager: 'vault' },
  });
  await refused(secret('b', { password: 'sentinel-theirs' }), 'CLUSTER_NOT_OURS');
  git.commit('conflict', [secret('b', { password: 'sentinel-theirs' })]);
  for (const verb of ['diff', 'plan', 'sync'])
    expect((await cli.run(verb, '--all', '--adopt')).text).toContain('CLUSTER_FIELD_CONFLICT');
  writeFileSync(
    join(git.repository.directory, 'gitops/apps/shop/secret-b.yaml'),
    'apiVersion: v1\nkind: Secret\nmetadata: {name: b}\nstringData:\n  password: sentinel-yaml\n bad: [sentinel-yaml\n',
  );
  git.repository.commit('no YAML');
  expect((await cli.run('plan', '--all')).text).toContain('MANIFEST_INVALID_YAML');

  const names = ['no-base64!', 'key', 'misspelt', 'broken', 'vault', 'theirs', 'yaml'];
  expectNone(cli.everything(), ['87654321', '{"auths": sentinel-broken', ...names.map((name) => `sentinel-${name}`)]);
});

test('a policy that quotes the value of a Secret in its refusal is not passed on', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('secrets')];
  await using git = await syncedRepository(namespace);
  const cli = recorder(git);
  await using _ = await quotingPolicy(client, namespace);
  git.commit('first', [secret('a', { password: 'sentinel-quoted' })]);

  const { text } = await cli.run('sync', '--all', '--output', 'json');
  await cli.run('diff', '--all');
  await cli.run('plan', '--all');

  expect(text).toContain('what it says is not shown');
  expectNone(cli.everything(), ['sentinel-quoted']);
});

/** A real admission policy for one namespace; in effect when this returns. */
async function quotingPolicy(client: KubeClient, namespace: string): Promise<AsyncDisposable> {
  const path = '/apis/admissionregistration.k8s.io/v1';
  const [policies, bindings] = [`${path}/validatingadmissionpolicies`, `${path}/validatingadmissionpolicybindings`];
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const policy = {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: namespace },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['secrets'] },
        ],
      },
      validations: [{ expression: 'false', messageExpression: "'no: ' + string(object.data['password'])" }],
    },
  };
  const binding = {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: namespace },
    spec: { policyName: namespace, validationActions: ['Deny'] },
  };
  await client.request({ method: 'POST', path: policies, body: policy });
  await client.request({ method: 'POST', path: bindings, body: binding });
  const probe = {
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/secrets`,
    query: { dryRun: 'All' },
    body: secret('probe', { password: 'x' }),
  } as const;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const refused = await client.request(probe).then(
      () => false,
      (error: unknown) => GitopsError.is(error),
    );
    if (refused) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await client.request({ method: 'DELETE', path: `${bindings}/${namespace}` });
      await client.request({ method: 'DELETE', path: `${policies}/${namespace}` });
    },
  };
}
