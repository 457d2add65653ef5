import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { testCluster } from './cluster.js';

/** Runs the real kubectl as the ordinary user, with a manifest on standard input. */
export async function kubectl(manifest: KubeObject, ...args: readonly string[]): Promise<string> {
  const { kubectl: command, userKubeconfig } = await testCluster();
  const running = promisify(execFile)(command, [...args, '--kubeconfig', userKubeconfig]);
  running.child.stdin?.end(JSON.stringify(manifest));
  return (await running).stdout;
}

/** Creates an object as a tool does that sends plain writes. */
export async function createAs(
  client: KubeClient,
  manager: string,
  collection: string,
  object: KubeObject,
): Promise<void> {
  await client.request({ method: 'POST', path: collection, query: { fieldManager: manager }, body: object });
}

/** Applies an object as a tool does that applies on the server. */
export async function applyAs(
  client: KubeClient,
  manager: string,
  collection: string,
  object: KubeObject,
  force = false,
): Promise<KubeObject> {
  const path = `${collection}/${object.metadata.name}`;
  const query = { fieldManager: manager, ...(force ? { force } : {}) };
  return (
    await client.request<KubeObject>({
      method: 'PATCH',
      path,
      query,
      contentType: 'application/apply-patch+yaml',
      body: object,
    })
  ).body;
}

/** Who owns something of an object, as `manager/operation` or `manager/operation/subresource`. */
export function managersOf(object: KubeObject | undefined): readonly string[] {
  const entries = (object?.metadata.managedFields ?? []) as readonly {
    readonly manager: string;
    readonly operation: string;
    readonly subresource?: string;
  }[];
  return entries
    .map(({ manager, operation, subresource }) => [manager, operation, ...(subresource ? [subresource] : [])].join('/'))
    .sort();
}
