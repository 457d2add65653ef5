import { setTimeout as sleep } from 'node:timers/promises';
import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { discover } from '../../../src/cluster/transport/discover.js';
import { ensureNamespace } from '../../../src/cluster/transport/ensure-namespace.js';
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import { clearScenario } from './clear-scenario.js';
import type { Deliverer } from './deliverer.js';
import { observe } from './observer.js';
import { type References, references } from './references.js';
import { runScenario, type ScenarioContext, type StepReport } from './run-scenario.js';
import { type Scenario, scopeOf } from './scenario.js';
import { scenarioFiles } from './scenario-files.js';

export interface OnClusterOptions {
  readonly kubeconfig: string;
  readonly patienceMs: number;
  /** The cluster may have seen this scenario before. Default: false. */
  readonly again?: boolean;
  readonly awaited?: ScenarioContext['awaited'];
  readonly deliverer: (context: {
    readonly client: KubeClient;
    readonly references: References;
    readonly kubeconfig: string;
  }) => Deliverer | Promise<Deliverer>;
}

/** Runs a scenario on a cluster, in namespaces of its own. Closes all it opened, also when it fails. */
export async function runOnCluster(
  scenario: Scenario,
  { kubeconfig, patienceMs, again = false, awaited, deliverer: open }: OnClusterOptions,
): Promise<readonly StepReport[]> {
  const endpoint = await kubeconfigEndpoint({ cluster: 'scenario', files: [kubeconfig], environment: {} });
  const client = createHttpClient(endpoint);
  const namespace = scopeOf(scenario);
  const files = scenarioFiles(scenario.directory);
  const closing: (() => void | Promise<void>)[] = [() => client.close()];
  try {
    if (again) await clearScenario(client, scenario, files);
    if (scenario.namespace !== false) await createNamespace(client, namespace);
    const names = references({ discovery: await discover(client), namespace, files });
    const observer = observe({ client, references: names, files, namespace });
    closing.unshift(() => observer.close());
    await observer.since(0);
    const deliverer = await open({ client, references: names, kubeconfig });
    closing.unshift(() => deliverer.close());
    return await runScenario(scenario, {
      client,
      references: names,
      observer,
      deliverer,
      patienceMs,
      ...(awaited ? { awaited } : {}),
    });
  } finally {
    for (const close of closing) await close();
  }
}

/** Pods need the namespace's service account. */
async function createNamespace(client: KubeClient, name: string): Promise<void> {
  await ensureNamespace(client, name);
  const path = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  while (!(await client.request({ method: 'GET', path }).catch(() => undefined))) await sleep(10);
}
