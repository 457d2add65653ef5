import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../../src/cli/main.js';
import { outputSchema, validDocuments } from '../../../e2e/output-schema.js';
import { testCluster, testStateDirectory } from '../../../helpers/cluster.js';
import { captureTerminal } from '../../capture-terminal.js';
import { temporaryFolder } from '../../temporary-folder.js';

/** The cluster that this file starts for itself; the end of the run stops it should a test fail. */
const name = `cli-${randomBytes(3).toString('hex')}`;

async function gitops(
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const captured = captureTerminal({ environment: process.env });
  const code = await main(
    ['local', ...words, '--state-dir', testStateDirectory()],
    captured.terminal,
    new AbortController().signal,
  );
  return { code, out: captured.out(), err: captured.err() };
}

test('up, up again, kubeconfig, list, status, down, down again', async () => {
  await testCluster(); // makes the binaries where they are missing

  const up = await gitops('up', '--name', name);
  expect(up).toMatchObject({ code: 0, err: '' });
  expect(up.out).toMatch(
    new RegExp(
      `^Local cluster '${name}' is up \\([\\d.]+ s\\): Kubernetes v1\\.36\\.2 at https://127\\.0\\.0\\.1:\\d+\n`,
    ),
  );
  expect(up.out).toContain(`gitops local down --name ${name}`);
  expect((await gitops('up', '--name', name)).out).toContain(`Local cluster '${name}' runs already`);

  const path = (await gitops('kubeconfig', '--name', name)).out.trim();
  expect((await gitops('kubeconfig', '--name', name, '--print')).out).toBe(readFileSync(path, 'utf8'));
  expect((await gitops('kubeconfig', '--name', name, '--user', 'deployer')).out.trim()).toBe(`${path}.deployer`);

  expect((await gitops('list')).out).toMatch(new RegExp(`^${name} +running +https://127`, 'm'));
  const status = await gitops('status', '--name', name);
  expect(status.code).toBe(0);
  expect(status.out).toMatch(/^kube-scheduler +\d+ +running$/m);

  const down = await gitops('down', '--name', name);
  expect(down).toMatchObject({
    code: 0,
    out: `Local cluster '${name}' is down: stopped etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kwok\n`,
  });
  expect(existsSync(join(testStateDirectory(), name))).toBe(false);
  expect(await gitops('down', '--name', name)).toMatchObject({
    code: 1,
    err: expect.stringContaining('LOCAL_CLUSTER_NOT_FOUND'),
  });
});

test('a user that is asked for twice keeps certificate and groups', async () => {
  await testCluster();

  const file = (await gitops('kubeconfig', '--name', 'test', '--user', 'alice', '--group', 'devs', 'ops')).out.trim();
  const issued = readFileSync(file, 'utf8');
  const again = await gitops('kubeconfig', '--name', 'test', '--user', 'alice');

  expect(again.out.trim()).toBe(file);
  expect(readFileSync(file, 'utf8')).toBe(issued);
});

test('json: the result is the last document, after events such as that another process works on the same', async () => {
  await testCluster();

  const { out } = await gitops('up', '--name', 'test', '--output', 'json');

  const documents = validDocuments(out, outputSchema());
  expect(documents.at(-1)).toMatchObject({
    apiVersion: 'cdk8s-gitops.io/v1',
    kind: 'LocalUpResult',
    name: 'test',
    outcome: 'running',
  });
  for (const before of documents.slice(0, -1))
    expect(before).toMatchObject({ apiVersion: 'cdk8s-gitops.io/v1', kind: 'Event' });
});

test('the status of a cluster that is not there is exit 3, as the help says, and tells how to make it', async () => {
  expect(await gitops('status', '--name', 'nobody')).toMatchObject({
    code: 3,
    out: "Local cluster 'nobody' is absent: 'gitops local up --name nobody' makes it\n",
    err: '',
  });
  const { code, out } = await gitops('status', '--name', 'nobody', '--output', 'json');
  expect(code).toBe(3);
  expect(validDocuments(out, outputSchema())).toMatchObject([
    { kind: 'LocalStatusResult', name: 'nobody', state: 'absent', processes: [] },
  ]);
});

test.each([
  { words: ['status', '--name', 'test'], kind: 'LocalStatusResult' },
  { words: ['list'], kind: 'LocalListResult' },
  { words: ['kubeconfig', '--name', 'test'], kind: 'LocalKubeconfigResult' },
])('the document of local $words is as published', async ({ words, kind }) => {
  await testCluster();

  const { out } = await gitops(...words, '--output', 'json');

  expect(validDocuments(out, outputSchema())).toMatchObject([{ kind }]);
});

test('the document of local down is as published', async () => {
  const { terminal, out } = captureTerminal();

  const words = ['local', 'down', '--all', '--state-dir', temporaryFolder(), '--output', 'json'];
  await main(words, terminal, new AbortController().signal);

  expect(validDocuments(out(), outputSchema())).toEqual([
    { apiVersion: 'cdk8s-gitops.io/v1', kind: 'LocalDownResult', clusters: [] },
  ]);
});

test.each([
  { words: ['status', '--name', '../test'], code: 1, says: 'LOCAL_INVALID_INPUT' },
  { words: ['kubeconfig', '--name', 'nobody'], code: 1, says: 'LOCAL_CLUSTER_NOT_FOUND' },
  { words: ['kubeconfig', '--name', '../test'], code: 1, says: 'LOCAL_INVALID_INPUT' },
  { words: ['up', '--name', 'No'], code: 1, says: 'LOCAL_INVALID_INPUT' },
  { words: ['up', '--nodes', 'many'], code: 64, says: 'CLI_USAGE' },
  { words: ['up', '--nodes', '0'], code: 1, says: 'LOCAL_INVALID_INPUT' },
  { words: ['down', '--all', '--name', 'x'], code: 64, says: 'CLI_USAGE' },
  { words: ['upp'], code: 64, says: 'CLI_USAGE' },
])('$words is refused with $says', async ({ words, code, says }) => {
  expect(await gitops(...words)).toMatchObject({ code, err: expect.stringContaining(says) });
});
