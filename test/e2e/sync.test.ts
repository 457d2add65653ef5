import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { testCluster } from '../helpers/cluster.js';
import { outputSchema, validDocuments } from './output-schema.js';
import { ownProject } from './own-project.js';
import type { Project } from './project.js';

let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await testCluster();
}, 900_000);

const validate = outputSchema();

async function commit(project: Project, message: string): Promise<void> {
  const { code, err } = await project.gitops(['synth', '--commit', '--include-sources', '-m', message]);
  if (code !== 0) throw new Error(err);
}

describe('what gitops init makes', () => {
  test('synthesizes and syncs at once; every verb prints valid JSON', async () => {
    using project = ownProject(cluster);
    const { namespace } = project;
    const json = async (...argv: readonly string[]) => {
      const { code, out, err } = await project.gitops([...argv, '--output', 'json']);
      return { code, err, documents: validDocuments(out, validate) };
    };
    const last = ({ documents }: { readonly documents: readonly Readonly<Record<string, unknown>>[] }) =>
      documents.at(-1);

    const synth = await json('synth', '--commit', '--include-sources');
    expect(synth).toMatchObject({ code: 0, err: '' });
    expect(last(synth)).toMatchObject({ kind: 'SynthResult', stale: [], commit: { branch: 'main' } });
    expect(await json('synth', '--check')).toMatchObject({ code: 0 });

    expect(await json('diff', ...project.staging)).toMatchObject({ code: 2 });
    const sync = await json('sync', ...project.staging);
    expect(sync.code).toBe(0);
    expect(last(sync)).toMatchObject({ kind: 'SyncResult', outcome: 'synced' });
    expect(sync.documents.some(({ kind }) => kind === 'Event')).toBe(true);
    expect(project.kubectl('get', 'deployment', 'web', '-n', namespace, '-o', 'jsonpath={.status.readyReplicas}')).toBe(
      '2',
    );

    expect(await json('diff', ...project.staging)).toMatchObject({ code: 0 });
    const again = await json('sync', ...project.staging);
    expect(last(again)).toMatchObject({ outcome: 'unchanged', clusters: [{ writes: 0 }] });

    project.kubectl('scale', 'deployment/web', '-n', namespace, '--replicas=1');
    const status = await json('status', ...project.staging);
    expect(last(status)).toMatchObject({
      kind: 'StatusResult',
      applications: [{ state: 'synced', drift: [{ object: { kind: 'Deployment', name: 'web' } }] }],
    });
    expect(await json('verify', ...project.staging)).toMatchObject({ code: 3 });

    expect((await json('sync', ...project.staging)).code).toBe(0);
    expect(last(await json('verify', ...project.staging))).toMatchObject({ kind: 'VerifyResult', verified: true });
    expect(last(await json('history', ...project.staging))).toMatchObject({ kind: 'HistoryResult' });
  });

  test('Ctrl-C stops a sync cleanly, says what is half-way, and the next sync goes on', async () => {
    using project = ownProject(cluster);
    project.edit(
      'apps/guestbook/guestbook.ts',
      'podMetadata: { labels }',
      "podMetadata: { labels, annotations: { 'local.cdk8s-gitops.io/behaviour': 'never-ready' } }",
    );
    await commit(project, 'never ready');

    let sent = false;
    const run = await project.gitops(['sync', ...project.staging], {
      onOutput: (child, printed) => {
        if (sent || !/created Deployment|Progressing/.test(printed)) return;
        sent = true;
        child.kill('SIGINT');
      },
    });

    expect(sent).toBe(true);
    expect(run.code).toBe(130);
    expect(run.err).toContain('Stopping: what is in flight is finished first');
    expect(run.out).toContain('interrupted');
    expect(run.out).toContain('The next sync continues from here.');

    project.edit(
      'apps/guestbook/guestbook.ts',
      ", annotations: { 'local.cdk8s-gitops.io/behaviour': 'never-ready' }",
      '',
    );
    await commit(project, 'ready');
    expect(await project.gitops(['sync', ...project.staging])).toMatchObject({ code: 0 });
  });

  test('uncommitted output is refused, unless the worktree is meant', async () => {
    using project = ownProject(cluster);
    await commit(project, 'first');
    project.edit('environments/staging.ts', 'replicas: 2', 'replicas: 3');
    await project.gitops(['synth']);

    const refused = await project.gitops(['sync', ...project.staging]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^error [A-Z_]+: .*uncommitted|not committed/m);

    expect(await project.gitops(['diff', '--worktree', ...project.staging])).toMatchObject({ code: 2 });
  });

  test('an access file maps a cluster, and may not name one that does not exist', async () => {
    using project = ownProject(cluster);
    await commit(project, 'first');
    project.repository.write({
      'access.yaml': `clusters:\n  local:\n    kubeconfig: ${cluster.userKubeconfig}\n    context: ${cluster.context}\n`,
      'wrong.yaml': 'clusters:\n  locall: { context: a }\n',
    });

    expect(await project.gitops(['diff', '--environment', 'staging', '--access', 'access.yaml'])).toMatchObject({
      code: 2,
    });
    const wrong = await project.gitops(['diff', '--environment', 'staging', '--access', 'wrong.yaml']);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.err).toContain("names the cluster 'locall'");
  });

  test('a context that does not exist is one clear error', async () => {
    using project = ownProject(cluster);
    project.edit('environments/index.ts', cluster.context, 'nowhere');
    await commit(project, 'first');

    const { code, err } = await project.gitops(['sync', '--all', '--kubeconfig', cluster.kubeconfig]);

    expect(code).toBe(1);
    expect(err).toContain("'nowhere'");
    expect(err).not.toContain('UNEXPECTED');
  });
});

test('contexts of local clusters are found without a kubeconfig', async () => {
  using project = ownProject(cluster);
  await commit(project, 'first');

  const { code } = await project.gitops(['diff', '--environment', 'dev'], {
    environment: { KUBECONFIG: '', HOME: project.directory, XDG_STATE_HOME: stateHome() },
  });

  expect(code).toBe(2);
});

/** `XDG_STATE_HOME` with the local clusters of this run. */
function stateHome(): string {
  const home = temporaryFolder({ 'cdk8s-gitops/about': 'state' });
  symlinkSync(dirname(cluster.directory), join(home, 'cdk8s-gitops/local'));
  return home;
}
