import type { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KnownSet } from '../objects/adoption.js';
import { lookUp, type Sought } from './look-up.js';
import type { ObserveOptions } from './observed-application.js';
import { setsOfStrangers } from './sets-of-strangers.js';

/** What a dry run says of an object that another writer has made since it was looked for. */
const REFUSALS: ReadonlySet<string> = new Set([
  'CLUSTER_CONFLICT',
  'CLUSTER_FIELD_CONFLICT',
  'CLUSTER_IMMUTABLE',
  'CLUSTER_INVALID',
  'CLUSTER_IN_THE_WAY',
]);

/** A dry run of an object that did not exist. */
export interface RefusedCreation {
  readonly sought: Sought;
  readonly failure: GitopsError;
}

/** What exists now, and the sets that are known now. */
export interface Appeared {
  /** By `identityKey`. */
  readonly found: ReadonlyMap<string, KubeObject>;
  readonly sets: ReadonlyMap<string, KnownSet>;
}

/**
 * Looks for the objects again whose creation was refused: one that exists now was made after the first look,
 * and then it was not the manifest that was refused. Undefined when there is none.
 */
export async function lookAgain(
  refused: readonly RefusedCreation[],
  sets: ReadonlyMap<string, KnownSet>,
  options: ObserveOptions,
): Promise<Appeared | undefined> {
  const sought = refused.filter(({ failure }) => REFUSALS.has(failure.code)).map((one) => one.sought);
  if (sought.length === 0) return undefined;
  const found = await lookUp(options.client, sought, { ...options, whole: options.conflicts === 'inspect' });
  return found.size === 0 ? undefined : { found, sets: await setsOfStrangers(sets, found.values(), options) };
}
