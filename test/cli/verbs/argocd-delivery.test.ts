import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { toYaml } from '../../../src/manifest/yaml.js';
import { sync } from '../../../src/workflow/sync.js';
import { outputSchema, validDocuments } from '../../e2e/output-schema.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { configMap, meddle } from '../../helpers/engine.js';
import { installApplications } from '../../helpers/install-applications.js';
import { applyAs, createAs } from '../../helpers/managers.js';
import { syncedRepository } from '../../helpers/synced-repository.js';
import { captureTerminal } from '../capture-terminal.js';
import { temporaryFolder } from '../temporary-folder.js';

afterEach(closeClients);

const validate = outputSchema();
const READING = ['status', 'verify', 'diff', 'plan', 'history'] as const;
const WRITING = ['sync', 'sync --dry-run', 'rollback --yes', 'delete --yes', 'plan --out x.plan'] as const;
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  diff: ['text', 'json', 'markdown', 'junit'],
  plan: ['text', 'json', 'markdown', 'junit'],
  verify: ['text', 'json', 'markdown', 'junit'],
  sync: ['text', 'json', 'markdown', 'junit'],
};

/** What a person, or a pipeline, takes for good. */
const GOOD =
  /\bverified\b|\bunchanged\b|\bno changes\b|\bup to date\b|\bsynced\b|\bas in Git\b|\bas committed\b|"verified":true|"changed":false|outcome":"(synced|unchanged)"/i;
/** The same words where they say that something is not so, or what a verb would do. */
const DENIED = /not verified|never synced|was synced to these clusters|Synced are|"verified":false/gi;

function good(text: string): string | undefined {
  return GOOD.exec(text.replace(DENIED, ''))?.[0];
}

/**
 * One Argo Application that sync delivers (dev), one that Argo CD delivers (prod), one on a cluster that
 * nobody answers for (far).
 */
async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('delivered')];
  const git = await syncedRepository(namespace);
  const { access, inventoryNamespace = '' } = git.options;
  const here = access.accessFile?.clusters['in-cluster'] ?? {};
  const theirs = `${namespace}-theirs`;
  const folder = temporaryFolder({
    'access.yaml': toYaml({ clusters: { 'in-cluster': here, far: { kubeconfig: 'missing.yaml' } } }),
  });
  const run = async (line: string, ...more: readonly string[]) => {
    const { terminal, out, err } = captureTerminal({ directory: folder, environment: {} });
    const [verb = '', ...words] = line.split(' ');
    const place =
      verb === 'health'
        ? []
        : ['-C', git.repository.directory, '--access', 'access.yaml', '--inventory-namespace', inventoryNamespace];
    const code = await main([verb, ...place, ...words, ...more], terminal, new AbortController().signal);
    return { code, out: out(), err: err() };
  };
  const json = async (line: string, ...more: readonly string[]) => {
    const { code, out, err } = await run(line, ...more, '--output', 'json');
    return {
      code,
      document: out === '' ? JSON.parse(err.trim().split('\n').at(-1) ?? '{}') : validDocuments(out, validate).at(-1),
    };
  };
  const application = (
    name: string,
    environment: string,
    path: string,
    { cluster = 'in-cluster', delivery = 'sync', automated = {} as object | undefined } = {},
  ) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      labels: { 'cdk8s-gitops.io/environment': environment },
      annotations: { 'cdk8s-gitops.io/delivery': delivery },
    },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path },
      destination: { name: cluster, namespace },
      ...(automated ? { syncPolicy: { automated } } : {}),
    },
  });
  const far = { name: 'far', server: 'https://far.example.com' };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cluster-far', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: far,
  };
  const commit = (
    message: string,
    objects: readonly KubeObject[],
    { automated = {} as object | undefined, delivery = 'argocd' } = {},
  ) =>
    git.repository.commit(message, {
      'gitops/clusters/far.yaml': toYaml(secret),
      'gitops/applications/prod/theirs.yaml': toYaml(
        application(theirs, 'prod', 'gitops/apps/theirs', { delivery, automated }),
      ),
      'gitops/applications/far/far.yaml': toYaml(
        application(`${namespace}-far`, 'far', 'gitops/apps/theirs', { cluster: 'far' }),
      ),
      'gitops/apps/theirs/all.yaml': objects.map((object) => toYaml(object)).join('---\n'),
    });
  const collection = `/api/v1/namespaces/${namespace}/configmaps`;
  /** As Argo CD makes it. */
  const deliver = async (object: KubeObject, owner = theirs) => {
    const annotations = {
      ...object.metadata.annotations,
      'argocd.argoproj.io/tracking-id': `${owner}:/ConfigMap:${namespace}/${object.metadata.name}`,
    };
    await createAs(client, 'argocd-controller', collection, {
      ...object,
      metadata: { ...object.metadata, namespace, annotations },
    });
  };
  git.commit('ours', [configMap('ours')]);
  return { client, namespace, theirs, git, folder, run, json, commit, collection, deliver };
}

/** A running Argo CD that lists the objects: what sync refuses to touch. */
async function runArgoCd(
  client: Awaited<ReturnType<typeof testClient>>,
  namespace: string,
  name: string,
  objects: readonly string[],
) {
  await installApplications(client);
  await applyAs(client, 'test', `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name },
    spec: { destination: { server: 'https://kubernetes.default.svc' }, syncPolicy: { automated: {} } },
    status: {
      resources: objects.map((one) => ({
        group: '',
        version: 'v1',
        kind: 'ConfigMap',
        namespace,
        name: one,
        status: 'Synced',
      })),
    },
  });
}

/** What lives, and since which write. */
async function versions(
  client: Awaited<ReturnType<typeof testClient>>,
  collection: string,
): Promise<readonly string[]> {
  const { body } = await client.request<{ readonly items: readonly KubeObject[] }>({ method: 'GET', path: collection });
  return body.items.map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`);
}

const formatsOf = (line: string) => FORMATS[line.split(' ')[0] ?? ''] ?? ['text', 'json'];

test('what Argo CD delivers is compared by every verb that reads, and left alone by every verb that writes', async () => {
  const { client, namespace, theirs, git, folder, run, json, commit, collection, deliver } = await start();
  await using _ = git;
  const [same, drifted, lost] = [
    configMap('same', { v: '1' }),
    configMap('drifted', { v: '1' }),
    configMap('lost', { v: '1' }),
  ];
  commit('theirs', [same, drifted, lost], { automated: { prune: true } });
  for (const object of [
    same,
    drifted,
    lost,
    configMap('left'),
    configMap('kept', {}, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } }),
  ])
    await deliver(object);
  await deliver(configMap('other'), 'somebody');
  await runArgoCd(client, namespace, theirs, ['same', 'drifted', 'lost']);
  await sync({ ...git.options, all: false, environments: ['dev'] });

  // Nothing differs but what left Git.
  expect(await json('status', '-e', 'prod')).toMatchObject({
    code: 0,
    document: {
      applications: [
        {
          application: theirs,
          deliveredBy: 'argocd',
          state: 'differs',
          health: 'Healthy',
          searched: [`ConfigMap in ${namespace}`],
          drift: [],
          problems: [],
          differences: [
            { object: { name: 'kept' }, reason: 'left Git and is still there: its sync option Prune=false' },
            { object: { name: 'left' }, reason: 'left Git and is still there' },
          ],
        },
      ],
    },
  });

  await meddle(client, `${collection}/drifted`, { data: { v: 'by hand' } });
  await client.request({ method: 'DELETE', path: `${collection}/lost` });
  const found = {
    status: await json('status', '-e', 'prod'),
    verify: await json('verify', '-e', 'prod'),
    diff: await json('diff', '-e', 'prod'),
    plan: await json('plan', '-e', 'prod'),
    history: await json('history', '-e', 'prod'),
  };
  const of = (change: object, name: string) =>
    expect.objectContaining({ ...change, object: expect.objectContaining({ name }) });
  const changes = [
    of({ action: 'update', reason: 'differs from Git' }, 'drifted'),
    of({ action: 'create', reason: 'missing' }, 'lost'),
    of({ action: 'delete', reason: 'left Git' }, 'left'),
    of({ action: 'refuse', reason: 'its sync option Prune=false' }, 'kept'),
  ];
  const [diffed] = (found.diff.document as { applications: readonly { changes: readonly object[] }[] }).applications;
  const [planned] = (found.plan.document as { applications: readonly { schedule: readonly { action: string }[] }[] })
    .applications;
  expect(found.diff).toMatchObject({
    code: 2,
    document: {
      changed: true,
      skipped: [],
      applications: [{ deliveredBy: 'argocd', kept: 1, held: false, problems: [] }],
    },
  });
  expect(diffed?.changes).toEqual(expect.arrayContaining(changes));
  expect(diffed?.changes).toHaveLength(4);
  expect(found.plan).toMatchObject({
    code: 2,
    document: { changed: true, applications: [{ deliveredBy: 'argocd', problems: [] }] },
  });
  expect(planned?.schedule.map(({ action }) => action).sort()).toEqual([
    'create',
    'delete',
    'keep',
    'refuse',
    'update',
  ]);
  expect(found.verify).toMatchObject({
    code: 3,
    document: { verified: false, applications: [{ deliveredBy: 'argocd', verified: false, objects: 3 }] },
  });
  expect(found.status).toMatchObject({
    document: {
      // Argo CD does not count a ConfigMap that is missing either.
      applications: [
        {
          state: 'differs',
          health: 'Healthy',
          differences: expect.arrayContaining([of({ fields: ['data.v'] }, 'drifted')]),
        },
      ],
    },
  });
  expect(found.history).toMatchObject({
    code: 0,
    document: { applications: [{ deliveredBy: 'argocd', revisions: [] }] },
  });

  for (const verb of READING) {
    for (const format of formatsOf(verb)) {
      const { out, err } = await run(verb, '-e', 'prod', '--output', format);
      expect({
        verb,
        format,
        told: /Argo CD|argocd/.test(out),
        wrong: /adopted|takeover|CLUSTER_/.exec(out + err)?.[0],
      }).toEqual({
        verb,
        format,
        told: true,
      });
    }
  }
  // Of a line of text everybody sees who delivers, and where nobody looked.
  expect((await run('status', '-e', 'prod')).out).toMatch(/DELIVERED BY +STATE[\s\S]*Argo CD +differs from Git/);
  expect((await run('diff', '-e', 'prod')).out).toContain(
    `what left Git was looked for only among ConfigMap in ${namespace}`,
  );

  // Writing: refused, with one error, and nothing is written.
  const before = await versions(client, collection);
  for (const line of ['sync', 'sync --dry-run', 'rollback --yes', 'delete --yes'] as const) {
    for (const format of formatsOf(line)) {
      const { code, out, err } = await run(line, '-e', 'prod', '--output', format);
      expect({ line, format, code, good: good(out + err) }).toEqual({ line, format, code: 1 });
      expect(out + err).toContain('WORKFLOW_ARGOCD_DELIVERS');
      expect((out + err).includes('several problems')).toBe(false);
    }
  }
  const filed = await run('plan', '-e', 'prod', '--out', 'x.plan');
  expect(filed).toMatchObject({
    code: 1,
    err: expect.stringContaining('No plan file was written: Argo CD delivers all that was selected'),
  });
  expect(existsSync(join(folder, 'x.plan'))).toBe(false);

  // Of several the rest is done, and those are named.
  for (const format of ['text', 'json', 'markdown', 'junit']) {
    const { code, out } = await run('sync', '-e', 'dev', '-e', 'prod', '--output', format);
    expect({ format, code, named: out.includes(theirs) }).toEqual({ format, code: 0, named: true });
    if (format === 'junit')
      expect(out).toContain(
        `<testcase classname="${theirs}" name="skipped"><skipped message="Argo CD delivers it"/></testcase>`,
      );
    else expect(out).toContain(format === 'json' ? '"deliveredBy":"argocd"' : 'unchanged, 1 skipped');
  }
  const mixed = await run('plan', '-e', 'dev', '-e', 'prod', '--out', 'mixed.plan');
  expect(mixed).toMatchObject({
    code: 2,
    err: expect.stringContaining(`Plan file: mixed.plan, without ${theirs}: Argo CD delivers that`),
  });
  expect(JSON.parse(readFileSync(join(folder, 'mixed.plan'), 'utf8'))).toMatchObject({
    applications: [{ application: namespace }],
  });
  expect(await json('sync --plan mixed.plan')).toMatchObject({
    code: 0,
    document: { outcome: 'unchanged', skipped: [{ application: theirs, deliveredBy: 'argocd' }] },
  });
  expect(await json('delete --yes --dry-run', '-e', 'dev', '-e', 'prod')).toMatchObject({
    code: 2,
    document: { skipped: [{ application: theirs }] },
  });
  expect(await versions(client, collection)).toEqual(before);
});

test('an Argo Application that Argo CD delivers and that is as in Git is told so, exit 0, whoever wrote what Git does not say', async () => {
  const { client, namespace, theirs, git, run, json, commit, collection, deliver } = await start();
  await using _ = git;
  const objects = [configMap('a', { v: '1' }), configMap('b', { v: '1' })];
  commit('theirs', objects);
  for (const object of objects) await deliver(object);
  await runArgoCd(client, namespace, theirs, ['a', 'b']);
  await meddle(client, `${collection}/a`, { metadata: { annotations: { 'example.com/by': 'an operator' } } });

  for (const verb of ['status', 'verify', 'diff', 'plan'] as const)
    expect({ verb, ...(await json(verb, '-e', 'prod')) }).toMatchObject({ verb, code: 0 });
  expect((await json('status', '-e', 'prod')).document).toMatchObject({ applications: [{ state: 'matches' }] });
  expect((await json('verify', '-e', 'prod')).document).toMatchObject({
    verified: true,
    applications: [{ deliveredBy: 'argocd', verified: true }],
  });
  expect((await run('diff', '-e', 'prod')).out).toMatch(/, delivered by Argo CD\n {2}no changes, 2 objects/);

  // An object that nobody tracks yet, or that another Argo Application tracks, Argo CD writes; what is the
  // same is the same.
  commit('more', [...objects, configMap('untracked', { v: '1' }), configMap('others', { v: '1' })]);
  await createAs(client, 'kubectl-create', collection, configMap('untracked', { v: '1' }, { namespace } as never));
  await deliver(configMap('others', { v: '1' }), 'somebody');
  const [{ changes = [] } = {}] = (
    (await json('diff', '-e', 'prod')).document as {
      applications: readonly { changes?: readonly { reason: string }[] }[];
    }
  ).applications;
  expect(changes.map(({ reason }) => reason).sort()).toEqual([
    'not tracked by Argo CD yet',
    'tracked by another Argo Application',
  ]);

  // Without prune Argo CD keeps what left Git: told, and not taken for nothing.
  commit('less', [configMap('a', { v: '1' })]);
  expect(await json('diff', '-e', 'prod')).toMatchObject({
    code: 2,
    document: {
      applications: [{ changes: [{ action: 'refuse', reason: 'Argo CD deletes it only in a sync with prune' }] }],
    },
  });
  expect(await json('verify', '-e', 'prod')).toMatchObject({ code: 3, document: { verified: false } });
});

test('what is not looked at is never told as good: nothing selected, and a cluster that cannot be read, for every verb in every format', async () => {
  const { git, folder, run, commit } = await start();
  await using _ = git;
  commit('theirs', [configMap('a')]);
  writeFileSync(join(folder, 'empty.yaml'), toYaml({ apiVersion: 'v1', kind: 'List', items: [] }));
  const wrong: unknown[] = [];
  for (const environment of ['nope', 'far']) {
    for (const line of [...READING, ...WRITING]) {
      for (const format of formatsOf(line)) {
        const { code, out, err } = await run(line, '-e', environment, '--output', format);
        const word = good(out + err);
        if (code !== 1 || word !== undefined) wrong.push({ line, environment, format, code, word });
      }
    }
  }
  for (const line of [
    'orphans -c far',
    'health -f empty.yaml',
    'delete --yes -e prod -a nope',
    'delete --yes -e far -a nope',
  ]) {
    const { code, out, err } = await run(line);
    const word = good(out + err);
    if (code !== 1 || word !== undefined) wrong.push({ line, code, word });
  }

  expect(wrong).toEqual([]);
});

test('a rollback is bound by who delivers now, and one to a revision that Argo CD delivered changes nothing', async () => {
  const { theirs, git, json, commit } = await start();
  await using _ = git;
  const first = commit('by sync', [configMap('a', { v: '1' })], { delivery: 'sync', automated: undefined });
  await sync({ ...git.options, all: false, environments: ['prod'] });
  commit('by sync again', [configMap('a', { v: '2' })], { delivery: 'sync', automated: undefined });
  await sync({ ...git.options, all: false, environments: ['prod'] });
  commit('by Argo CD', [configMap('a', { v: '2' })], { automated: undefined });

  for (const more of [[], ['--to', first]]) {
    expect(await json('rollback --yes', '-e', 'prod', ...more)).toMatchObject({
      code: 1,
      document: {
        kind: 'Error',
        problems: [{ code: 'WORKFLOW_ARGOCD_DELIVERS', message: expect.stringContaining(theirs) }],
      },
    });
  }
  // What sync had applied before is deleted by nobody but Argo CD, and let go of on demand.
  expect(await json('delete --yes', '-e', 'prod')).toMatchObject({
    code: 1,
    document: { problems: [{ code: 'WORKFLOW_ARGOCD_DELIVERS' }] },
  });
  expect(await json('delete --yes --cascade orphan', '-e', 'prod')).toMatchObject({
    code: 0,
    document: { outcome: 'forgotten' },
  });
});
