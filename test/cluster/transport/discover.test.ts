import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { discover } from '../../../src/cluster/transport/discover.js';
import { closeClients, testClient } from '../../helpers/api.js';

afterEach(closeClients);

/** The same real server, asked as if it could not aggregate. */
function withoutAggregation(client: KubeClient): KubeClient {
  return {
    ...client,
    request: (request, signal) => client.request({ ...request, accept: 'application/json' }, signal),
  };
}

test('two requests tell everything that is served', async () => {
  const client = await testClient();

  const discovery = await discover(client);

  expect(client.statistics.requests).toBe(2);
  expect(discovery.find('apps/v1', 'Deployment')).toMatchObject({
    group: 'apps',
    version: 'v1',
    resource: 'deployments',
    namespaced: true,
  });
  expect(discovery.find('v1', 'Namespace')).toMatchObject({ group: '', resource: 'namespaces', namespaced: false });
  expect(discovery.find('v1', 'Pod')?.verbs).toContain('watch');
  expect(discovery.find('extensions/v1beta1', 'Ingress')).toBeUndefined();
  expect(discovery.preferred('autoscaling', 'HorizontalPodAutoscaler')?.version).toBe('v2');
  expect(discovery.unavailableGroups).toEqual([]);
});

test('a server that does not aggregate tells the same, group by group', async () => {
  const client = await testClient();
  const kinds = [
    ['v1', 'Service'],
    ['apps/v1', 'StatefulSet'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ] as const;

  const [one, other] = [await discover(client), await discover(withoutAggregation(client))];

  for (const [apiVersion, kind] of kinds)
    expect(other.find(apiVersion, kind)).toMatchObject({ ...one.find(apiVersion, kind)!, verbs: expect.any(Array) });
  expect(other.preferred('autoscaling', 'HorizontalPodAutoscaler')?.version).toBe(
    one.preferred('autoscaling', 'HorizontalPodAutoscaler')?.version,
  );
});

test('a group whose server is down is named, and the others are still there', async () => {
  const client = await testClient();
  const group = `down-${process.pid}.example.com`;
  const path = '/apis/apiregistration.k8s.io/v1/apiservices';
  const spec = {
    group,
    version: 'v1',
    groupPriorityMinimum: 100,
    versionPriority: 1,
    insecureSkipTLSVerify: true,
    service: { name: 'nobody', namespace: 'default' },
  };
  await client.request({
    method: 'POST',
    path,
    body: { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `v1.${group}` }, spec },
  });
  try {
    let discovery = await discover(client);
    while (discovery.unavailableGroups.length === 0) {
      await sleep(50);
      discovery = await discover(client);
    }

    expect(discovery.unavailableGroups).toEqual([group]);
    expect(discovery.find('apps/v1', 'Deployment')).toBeDefined();
    expect((await discover(withoutAggregation(client))).unavailableGroups).toEqual([group]);
  } finally {
    await client.request({ method: 'DELETE', path: `${path}/v1.${group}`, idempotent: true });
  }
});
