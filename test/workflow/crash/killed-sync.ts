// A sync in a process of its own, which the test kills in the middle. Started with one argument: the job as
// JSON.
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { argoApplication, Engine } from '../../helpers/engine.js';

export interface KilledSyncJob {
  readonly server: string;
  readonly inventoryNamespace: string;
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
  /** A short one is taken over soon; a busy machine may lose it. */
  readonly leaseDurationMs: number;
}

const { server, inventoryNamespace, namespace, objects, leaseDurationMs } = JSON.parse(
  process.argv[2] ?? '',
) as KilledSyncJob;
const client = createHttpClient({
  cluster: 'test',
  server,
  via: 'the test',
  credentials: async () => ({ headers: {} }),
});
const { result, problems } = await new Engine(client, inventoryNamespace).sync([argoApplication(namespace, objects)], {
  commit: 'killed',
  leaseDurationMs,
});
process.stdout.write(problems.length > 0 ? problems.join() : [result.outcome, result.message ?? ''].join(' ').trim());
client.close();
