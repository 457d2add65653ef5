import { digestOf } from '../../manifest/canonical.js';
import { deepEqual } from '../../manifest/equality.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { comparable } from '../objects/comparable.js';
import { isSecret, ownershipHash } from '../objects/fingerprint.js';
import type { ApplyChange, Change } from './change.js';

/** One change as digests: equal exactly when it would do the same to the same object. */
export interface ChangeDigest {
  /** What is sent, as `manifestHash`; absent where nothing is. */
  readonly manifest?: string;
  /** What it meets in the cluster, and what that becomes. */
  readonly live: string;
}

/**
 * Digests of a change, without anything from which a value of a Secret could be guessed: for a Secret the
 * version of the live object represents its values.
 *
 * What does not bear on the change does not count: a status, or a field that the change leaves as it is, such
 * as the replicas of an autoscaler. Pure.
 */
export function changeDigest(change: Exclude<Change, { readonly action: 'keep' }>): ChangeDigest {
  if (change.action === 'refuse') return { live: digestOf({ retained: change.retained }) };
  if (change.action === 'delete')
    return { live: digestOf({ uid: change.live.metadata.uid, owned: ownershipHash(change.live) }) };
  return { manifest: change.desired.hash, live: digestOf(effectOf(change)) };
}

function effectOf(change: ApplyChange): unknown {
  const { managers, rewrittenVersions } = change.migration ?? {};
  const settled = {
    force: change.force,
    taken: change.taken.map(fieldOf),
    yielded: change.yielded.map(fieldOf),
    managers,
    rewrittenVersions,
  };
  const live = 'live' in change ? change.live : undefined;
  if (live === undefined) return settled;
  const { uid, resourceVersion } = live.metadata;
  if (isSecret(change.desired.manifest)) return { ...settled, uid, resourceVersion };
  return {
    ...settled,
    uid,
    ...(isWhole(live) && change.merged
      ? { differences: differences(live, change.merged) }
      : { owned: ownershipHash(live) }),
  };
}

function fieldOf({ field, manager, subresource }: ApplyChange['taken'][number]): unknown {
  return [field, manager, subresource];
}

/** Of an object that is taken over only the metadata was read. */
function isWhole(live: KubeObject): boolean {
  return Object.keys(live).some((key) => !['apiVersion', 'kind', 'metadata'].includes(key));
}

function differences(before: KubeObject, after: KubeObject): unknown {
  return differencesOf(comparable(before), comparable(after), '');
}

/** Path, value before and value after, of everything that differs. */
function differencesOf(before: unknown, after: unknown, path: string): readonly unknown[] {
  if (deepEqual(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [[path, before, after]];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => differencesOf(before[key], after[key], `${path}/${key}`));
}
