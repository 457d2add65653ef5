import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredObject } from '../objects/desired.js';
import { setOf } from '../objects/field-path.js';
import { objectWithout, unionOf } from '../objects/managed-fields-set.js';
import { overlayOwned } from '../objects/overlay-owned.js';
import { replaceObject } from '../objects/replace-object.js';
import type { KubeClient } from '../transport/client.js';
import { objectPath } from '../transport/path.js';
import { inTheWay } from './in-the-way.js';
import type { Rehearsal, RehearseOptions } from './rehearsal.js';
import { rehearseElsewhere } from './rehearse-elsewhere.js';
import { isFree, type Obstacle, obstaclesOf, rehearsalWithout, type SecondLook, secondLook } from './second-look.js';

/** More fields than these are not tried one by one. */
const MOST_TRIED = 12;

/** What became of a second look. */
export type PastLive =
  | { readonly rehearsal: Rehearsal }
  /** Why it cannot be applied, though the API server takes the manifest as a new object. */
  | { readonly obstacle: GitopsError };

/**
 * A second look at an object whose apply the API server refused, though Git may be right: the same manifest
 * as a new object may be accepted. Then a live field that Git does not have is in the way: a default of the
 * API server next to the new choice, or a port or a variable that somebody edited. Fields that are ours, that
 * have no owner, or that the rules on conflicts let us take are claimed, so the apply removes them.
 *
 * @param refusal what the API server said to the apply
 * @returns undefined where Git is wrong, or where it cannot be known
 * @throws GitopsError CLUSTER_FIELD_CONFLICT for fields in the way that may not be taken
 */
export async function rehearsePastLive(
  client: KubeClient,
  desired: DesiredObject,
  options: RehearseOptions,
  refusal: GitopsError,
): Promise<PastLive | undefined> {
  const { signal } = options;
  const created = await asNewObject(client, desired, signal);
  if (!created) return undefined;
  const path = objectPath(desired.resource, desired.identity);
  const { body: live } = await client.request<KubeObject>({ method: 'GET', path }, signal);
  const look = secondLook(desired, live, created, options);
  if (!look) return undefined;
  const obstacles = obstaclesOf(look, refusal);
  const free = obstacles.filter((obstacle) => isFree(look, obstacle));
  const claim =
    (await leastClaim(client, look, free)) ??
    (free.length === obstacles.length ? undefined : await leastClaim(client, look, obstacles));
  return claim
    ? { rehearsal: rehearsalWithout(look, claim.obstacles, claim.merged, refusal) }
    : { obstacle: inTheWay(desired, refusal) };
}

/** Undefined where the API server takes it neither as a new object: then Git is wrong. */
async function asNewObject(
  client: KubeClient,
  desired: DesiredObject,
  signal: AbortSignal | undefined,
): Promise<KubeObject | undefined> {
  try {
    return await rehearseElsewhere(client, desired, signal, desired.identity.namespace);
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_INVALID') return undefined;
    throw error;
  }
}

/**
 * The fewest of these fields without which the API server takes the manifest; undefined when all are not
 * enough.
 */
async function leastClaim(
  client: KubeClient,
  look: SecondLook,
  obstacles: readonly Obstacle[],
): Promise<{ readonly obstacles: readonly Obstacle[]; readonly merged: KubeObject } | undefined> {
  const all = await tryWithout(client, look, obstacles);
  if (!all) return undefined;
  let least = { obstacles, merged: all };
  if (obstacles.length > MOST_TRIED) return least;
  for (const obstacle of obstacles) {
    const fewer = least.obstacles.filter((one) => one !== obstacle);
    const merged = await tryWithout(client, look, fewer);
    if (merged) least = { obstacles: fewer, merged };
  }
  return least;
}

/** The object as it would be without some of its fields; undefined when the API server refuses that. */
async function tryWithout(
  client: KubeClient,
  { desired, live, created, next, leaving, options: { signal } }: SecondLook,
  obstacles: readonly Obstacle[],
): Promise<KubeObject | undefined> {
  const left = objectWithout(live, unionOf([leaving, ...obstacles.map(({ path }) => setOf(path))]));
  const body = overlayOwned(left, created, next) as KubeObject;
  const { managedFields: _, ...metadata } = body.metadata;
  // What lives was accepted as it is, unknown fields too.
  const target = { ...desired, manifest: { ...body, metadata }, validate: false };
  try {
    return await replaceObject(client, target, live.metadata.uid, { dryRun: true, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_INVALID') return undefined;
    throw error;
  }
}
