import { randomBytes } from 'node:crypto';
import { toYaml } from '../../src/manifest/yaml.js';
import type { SyncEvent } from '../../src/workflow/api/events.js';
import { sync } from '../../src/workflow/sync.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { deployment } from '../helpers/workloads.js';

const URL = 'https://git.example.com/team/deploy.git';

test('RollingSync: step by step, as many at once as maxUpdate says, and no further step when one is not healthy', async () => {
  const [cluster, namespace] = [await testCluster(), await testNamespace('rolling')];
  const inventoryNamespace = `rolling-${randomBytes(4).toString('hex')}`;
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', URL);
  const elements = [
    { name: 'b-prod', stage: 'prod' },
    { name: 'a-prod', stage: 'prod' },
    { name: 'z-dev', stage: 'dev' },
    { name: 'other', stage: 'none' },
  ];
  const steps = ['dev', 'prod'].map((stage) => ({
    matchExpressions: [{ key: 'stage', operator: 'In', values: [stage] }],
    maxUpdate: 1,
  }));
  const set = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'stages', namespace: 'argocd' },
    spec: {
      generators: [{ list: { elements } }],
      strategy: { type: 'RollingSync', rollingSync: { steps } },
      template: {
        metadata: { name: `${namespace}-{{name}}`, labels: { stage: '{{stage}}' } },
        spec: {
          project: 'default',
          source: { repoURL: URL, path: 'apps/{{name}}' },
          destination: { name: 'in-cluster', namespace },
        },
      },
    },
  };
  const map = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  repository.commit('broken', {
    'argo/set.yaml': toYaml(set),
    'apps/z-dev/x.yaml': toYaml(deployment(namespace, 'dev', { behaviour: 'image-pull' })),
    ...Object.fromEntries(['a-prod', 'b-prod', 'other'].map((name) => [`apps/${name}/x.yaml`, map(name)])),
  });
  const run = async () => {
    const events: SyncEvent[] = [];
    const result = await sync({
      repository: repository.directory,
      access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
      inventoryNamespace,
      all: true,
      timeoutMs: 20_000,
      onEvent: (event) => events.push(event),
    });
    const order = events.flatMap((event) =>
      event.kind === 'started' || event.kind === 'finished'
        ? [`${event.kind} ${event.application.slice(namespace.length + 1)}`]
        : [],
    );
    return {
      order,
      outcomes: Object.fromEntries(
        result.applications.map(({ application, outcome, message }) => [
          application.slice(namespace.length + 1),
          [outcome, message],
        ]),
      ),
    };
  };

  const broken = await run();

  expect(broken.outcomes).toEqual({
    'z-dev': ['unhealthy', expect.any(String)],
    other: ['synced', undefined],
    'a-prod': ['blocked', `not tried, because '${namespace}-z-dev' of an earlier step is unhealthy`],
    'b-prod': ['blocked', `not tried, because '${namespace}-z-dev' of an earlier step is unhealthy`],
  });

  repository.commit('mended', { 'apps/z-dev/x.yaml': toYaml(deployment(namespace, 'dev')) });
  const mended = await run();

  expect(
    Object.values(mended.outcomes)
      .map(([outcome]) => outcome)
      .sort(),
  ).toEqual(['synced', 'synced', 'synced', 'unchanged']);
  expect(mended.order.filter((line) => !line.endsWith('other'))).toEqual(
    ['z-dev', 'a-prod', 'b-prod'].flatMap((name) => [`started ${name}`, `finished ${name}`]),
  );
});
