import type { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { Observation } from '../rehearse/observation.js';
import { type Change, type DeleteChange, identityOfChange } from './change.js';

/** How Kubernetes and well-known webhooks say that something unique is taken. */
const TAKEN = /already (?:allocated|in use|exists|defined|claimed|taken)|must be unique|exceeded quota|is a duplicate/i;

/**
 * What becomes of a new object that is refused because an object that left Git still holds what only one may
 * have: a node port, an address, a host. Undefined where that is not why. Pure.
 *
 * @param asArgoCd deletions come first in their waves: then it is created after them
 */
export function heldByLeaving(
  { desired, live, stranger, failure }: Observation,
  changes: readonly Change[],
  asArgoCd: boolean,
): Change | { readonly problem: GitopsError } | undefined {
  const message = String(failure?.data?.['message'] ?? failure?.message ?? '');
  if (!failure || live || stranger || !TAKEN.test(message)) return undefined;
  const holder = changes.find(
    (change): change is DeleteChange => change.action === 'delete' && holds(change, desired.manifest, message),
  );
  if (!holder) return undefined;
  if (asArgoCd) {
    const nothing = { force: false, taken: [], yielded: [] };
    return { action: 'create', reason: 'new', desired, manifest: desired.manifest, ahead: true, ...nothing };
  }
  const hint = `${describeIdentity(identityOfChange(holder))} left Git and holds it until it is deleted, after everything else: sync with --as-argocd, which deletes first in a wave, or remove it in an earlier sync.`;
  return { problem: failure.with({ hint }) };
}

/** Of the same kind, and named in the answer, or with a value that both have and the answer names. */
function holds({ live, entry }: DeleteChange, manifest: Observation['desired']['manifest'], message: string): boolean {
  if (/exceeded quota/.test(message)) return entry.namespace === manifest.metadata.namespace;
  if (entry.kind !== manifest.kind) return false;
  if (mentions(message, entry.name)) return true;
  const wanted = new Set(valuesOf(manifest['spec']));
  return valuesOf(live['spec']).some((value) => wanted.has(value) && mentions(message, value));
}

/** As a word of its own: `a` is none of `a.example.com`. */
function mentions(message: string, value: string): boolean {
  for (let at = message.indexOf(value); at >= 0; at = message.indexOf(value, at + 1)) {
    const end = at + value.length;
    if (!/[\w.-]/.test(message.charAt(at - 1)) && !/^(?:[\w-]|\.\w)/.test(message.slice(end, end + 2))) return true;
  }
  return false;
}

/** Numbers and texts, however deep. */
function valuesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (isRecord(value)) return Object.values(value).flatMap(valuesOf);
  return typeof value === 'number' || (typeof value === 'string' && value.length > 2) ? [String(value)] : [];
}
