import { GitopsError } from '../../errors.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { isSettled } from '../objects/comparable.js';
import { missingFields } from '../objects/contains.js';
import type { DesiredObject } from '../objects/desired.js';
import { listMembers } from '../observe/members.js';
import { rehearse } from '../rehearse/rehearse.js';
import type { KubeClient } from '../transport/client.js';
import { kindKey, objectPath } from '../transport/path.js';
import type { Unverified } from './execution.js';

/** So often is an object looked at that changes all the time. */
const ATTEMPTS = 3;

/** One object to verify, with what was really sent. */
export interface VerifyTarget {
  readonly desired: DesiredObject;
  readonly manifest: KubeObject;
}

/**
 * Proves that the cluster holds what was committed: every object is there, and every field of its manifest.
 * One LIST per kind; only a field that reads differently is confirmed by a dry run, because the API server
 * writes some values its own way.
 */
export async function verify(
  client: KubeClient,
  setId: string,
  targets: readonly VerifyTarget[],
  signal?: AbortSignal,
): Promise<readonly Unverified[]> {
  const kinds = new Map<string, VerifyTarget[]>();
  for (const target of targets) {
    const key = kindKey(target.desired.resource);
    const known = kinds.get(key);
    if (known) known.push(target);
    else kinds.set(key, [target]);
  }
  const unverified: Unverified[] = [];
  // One kind after the other: never is more than one held.
  for (const ofKind of kinds.values()) unverified.push(...(await verifyKind(client, setId, ofKind, signal)));
  return unverified;
}

async function verifyKind(
  client: KubeClient,
  setId: string,
  targets: readonly VerifyTarget[],
  signal: AbortSignal | undefined,
): Promise<readonly Unverified[]> {
  const namespaces = [...new Set(targets.flatMap(({ desired }) => desired.identity.namespace ?? []))].sort();
  const queries = targets.slice(0, 1).map(({ desired }) => ({ resource: desired.resource, namespaces }));
  const members = await listMembers(client, queries, [setId], signal, { managedFields: false });
  GitopsError.throwAll([...members.incomplete.values()]);
  const results = await Promise.all(
    targets.map((target) =>
      verifyObject(client, target, members.objects.get(identityKey(target.desired.identity)), signal),
    ),
  );
  return results.filter((result): result is Unverified => result !== undefined);
}

/** One object against its live state, which the caller has read. */
export async function verifyObject(
  client: KubeClient,
  { desired, manifest }: VerifyTarget,
  live: KubeObject | undefined,
  signal?: AbortSignal,
): Promise<Unverified | undefined> {
  if (!live) return { object: desired.identity, reason: 'missing' };
  const missing = missingFields(manifest, live);
  if (missing.length === 0) return undefined;
  // What was listed for many is light: who owns what is only asked where a field differs.
  let current = live.metadata.managedFields === undefined ? await read(client, desired, signal) : live;
  for (let attempt = 1; ; attempt += 1) {
    const { merged } = await rehearse(client, { ...desired, manifest }, { policy: 'take', signal });
    if (isSettled(current, merged)) return undefined;
    // A controller may have written between the list and the dry run.
    const isSame = current.metadata.resourceVersion === merged.metadata.resourceVersion;
    if (isSame || attempt === ATTEMPTS)
      return { object: desired.identity, reason: `differs in ${missing.map(({ field }) => field).join(', ')}` };
    current = await read(client, desired, signal);
  }
}

async function read(
  client: KubeClient,
  { resource, identity }: DesiredObject,
  signal: AbortSignal | undefined,
): Promise<KubeObject> {
  return (await client.request<KubeObject>({ method: 'GET', path: objectPath(resource, identity) }, signal)).body;
}
