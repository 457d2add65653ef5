import { setTimeout as pause } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { objectPath } from '../transport/path.js';
import { FIELD_MANAGER } from './field-manager.js';

const ATTEMPTS = 6;
const PAUSE_MS = 50;

export interface ReplaceTarget {
  readonly identity: ObjectIdentity;
  readonly resource: ApiResource;
  readonly manifest: KubeObject;
  /** False: unknown fields are dropped instead of refused. */
  readonly validate?: boolean;
}

export interface ReplaceOptions {
  readonly dryRun?: boolean;
  /** Asked before each attempt: an error forbids it. */
  readonly judge?: (live: KubeObject) => Promise<unknown>;
  readonly signal?: AbortSignal;
}

/**
 * Puts a manifest in the place of an object, as `kubectl replace`: what others had added goes. An object that
 * changes meanwhile is read again.
 *
 * @param uid of the object that is meant
 * @throws GitopsError CLUSTER_CONFLICT when it is another object now or keeps changing, CLUSTER_INVALID for
 * what the API server refuses
 */
export async function replaceObject(
  client: KubeClient,
  { identity, resource, manifest, validate }: ReplaceTarget,
  uid: string | undefined,
  options: ReplaceOptions = {},
): Promise<KubeObject> {
  const path = objectPath(resource, identity);
  const query = {
    fieldManager: FIELD_MANAGER,
    fieldValidation: validate === false ? 'Ignore' : 'Strict',
    ...(options.dryRun ? { dryRun: 'All' } : {}),
  };
  for (let attempt = 1; ; attempt += 1) {
    const { body: live } = await client.request<KubeObject>({ method: 'GET', path }, options.signal);
    const refusal = await options.judge?.(live);
    if (GitopsError.is(refusal)) throw refusal;
    // With the UID the API server refuses any other object.
    const metadata = {
      ...manifest.metadata,
      uid: uid ?? live.metadata.uid,
      resourceVersion: live.metadata.resourceVersion,
    };
    try {
      return (
        await client.request<KubeObject>(
          { method: 'PUT', path, query, body: { ...manifest, metadata } },
          options.signal,
        )
      ).body;
    } catch (error) {
      if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
      // A controller that is at work writes several times in a row.
      await pause(PAUSE_MS * attempt, undefined, { signal: options.signal });
    }
  }
}
