import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { listAll } from '../../../src/cluster/transport/list.js';
import { readScenario, scenarioNames } from './read-scenario.js';
import { type Scenario, scopeOf } from './scenario.js';
import type { ScenarioFiles } from './scenario-files.js';

const CLEARED_WITHIN_MS = 180_000;

const CLUSTER_ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';

/**
 * Removes what an earlier run of a scenario left in a cluster that is used again: its namespaces, its kinds
 * and its ClusterRoles.
 */
export async function clearScenario(
  client: KubeClient,
  scenario: Scenario,
  { ownKinds }: ScenarioFiles,
): Promise<void> {
  const scope = scopeOf(scenario);
  const longer = scenarioNames().flatMap((name) =>
    name.startsWith(`${scenario.name}-`) ? [scopeOf(readScenario(name))] : [],
  );
  const isIn = (name: string, prefix: string) => name === prefix || name.startsWith(`${prefix}-`);
  // Another scenario whose name only begins like this one's may be running.
  const isOurs = (name: string) => isIn(name, scope) && !longer.some((other) => isIn(name, other));
  const below = async (path: string) => {
    const { items } = await listAll(client, path, { metadataOnly: true });
    return items.flatMap(({ metadata: { name } }) => (isOurs(name) ? [`${path}/${name}`] : []));
  };
  const crds = ownKinds.map(
    ({ resource, group }) => `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${resource}.${group}`,
  );
  const paths = [...(await below('/api/v1/namespaces')), ...(await below(CLUSTER_ROLES)), ...crds];
  for (const path of paths) await client.request({ method: 'DELETE', path }).catch(() => undefined);
  const exists = (path: string) =>
    client.request({ method: 'GET', path }).then(
      () => true,
      () => false,
    );
  const deadline = Date.now() + CLEARED_WITHIN_MS;
  for (const path of paths) {
    while (await exists(path)) {
      if (Date.now() > deadline)
        throw new Error(`${path} of an earlier run is still there after ${CLEARED_WITHIN_MS / 1000} s`);
      await sleep(50);
    }
  }
}
