import { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type AppliedObject, applyObject } from '../objects/apply-object.js';
import { conflictsOf, decideConflicts, type FieldConflict, type RehearsalPolicy } from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import { removeField } from '../objects/remove-field.js';
import type { KubeClient } from '../transport/client.js';

/** What a dry run said an apply would do. */
export interface Rehearsal {
  /** The object as the apply would leave it. */
  readonly merged: KubeObject;
  /** What to send: the desired manifest, without fields that were yielded. */
  readonly manifest: KubeObject;
  /** Whether fields have to be taken from their managers. */
  readonly force: boolean;
  readonly taken: readonly FieldConflict[];
  readonly yielded: readonly FieldConflict[];
  readonly warnings: readonly string[];
}

export interface RehearseOptions {
  readonly policy: RehearsalPolicy;
  readonly signal?: AbortSignal;
}

/**
 * Applies without effect, and settles conflicts by the policy.
 *
 * @throws GitopsError CLUSTER_FIELD_CONFLICT where the policy says fail; CLUSTER_IMMUTABLE for a field that cannot change; CLUSTER_INVALID for an invalid manifest
 */
export async function rehearse(client: KubeClient, desired: DesiredObject, { policy, signal }: RehearseOptions): Promise<Rehearsal> {
  try {
    const applied = await applyObject(client, desired, { dryRun: true, signal });
    return { ...rehearsed(applied, desired.manifest), force: false, taken: [], yielded: [] };
  } catch (error) {
    const conflicts = GitopsError.is(error) && error.code === 'CLUSTER_CONFLICT' ? conflictsOf(error) : [];
    if (conflicts.length === 0) throw explain(error, desired);
    return settle(client, desired, conflicts, policy, signal);
  }
}

async function settle(
  client: KubeClient,
  desired: DesiredObject,
  conflicts: readonly FieldConflict[],
  policy: RehearsalPolicy,
  signal?: AbortSignal,
): Promise<Rehearsal> {
  const decision = decideConflicts(conflicts, policy);
  const { manifest, stuck } = withoutYielded(desired.manifest, decision.yield);
  GitopsError.throwAll([...decision.fail, ...stuck].map((conflict) => fieldConflict(desired, conflict)));
  const force = decision.take.length > 0;
  try {
    const applied = await applyObject(client, { ...desired, manifest }, { dryRun: true, force, signal });
    return { ...rehearsed(applied, manifest), force, taken: decision.take, yielded: decision.yield };
  } catch (error) {
    throw explain(error, desired);
  }
}

function rehearsed(applied: AppliedObject, manifest: KubeObject): Pick<Rehearsal, 'merged' | 'manifest' | 'warnings'> {
  return { merged: applied.live, manifest, warnings: applied.warnings };
}

function withoutYielded(manifest: KubeObject, conflicts: readonly FieldConflict[]): { manifest: KubeObject; stuck: readonly FieldConflict[] } {
  let left = manifest;
  const stuck: FieldConflict[] = [];
  for (const conflict of conflicts) {
    const smaller = removeField(left, conflict.field);
    if (smaller) left = smaller;
    else stuck.push(conflict);
  }
  return { manifest: left, stuck };
}

function fieldConflict(desired: DesiredObject, conflict: FieldConflict): GitopsError {
  const name = describeIdentity(desired.identity);
  return new GitopsError('CLUSTER_FIELD_CONFLICT', `'${conflict.field.replace(/^\./, '')}' of ${name} belongs to '${conflict.manager}'`, {
    object: name,
    hint: 'Remove the field from Git, or sync with --conflicts take to own it, or with --conflicts yield to leave it.',
    data: { ...conflict },
  });
}

/** The API server's refusal, with the object's name. */
export function explain(error: unknown, desired: Pick<DesiredObject, 'identity'>): unknown {
  if (!GitopsError.is(error)) return error;
  const object = describeIdentity(desired.identity);
  const message = String(error.data?.['message'] ?? error.message);
  const context = { object, data: error.data, cause: error };
  if (error.code === 'CLUSTER_INVALID' && isImmutable(error)) {
    return new GitopsError('CLUSTER_IMMUTABLE', `${object} cannot be changed in place: ${message}`, {
      ...context,
      hint: "Give it another name, or let it be deleted and created again with the annotation 'argocd.argoproj.io/sync-options: Force=true'.",
    });
  }
  if (error.code === 'CLUSTER_INVALID') {
    return new GitopsError('CLUSTER_INVALID', `${object} is refused by the API server: ${message}`, {
      ...context,
      hint: 'Correct the manifest in Git.',
    });
  }
  if (error.code === 'CLUSTER_NOT_FOUND' && /^namespaces? "/.test(message)) {
    return new GitopsError('CLUSTER_NAMESPACE_MISSING', `${object} is in a namespace that does not exist: ${message}`, {
      ...context,
      hint: "Add the Namespace to Git, or the sync option 'CreateNamespace=true'.",
    });
  }
  if (error.code === 'CLUSTER_FORBIDDEN' && /being terminated/.test(message)) {
    return new GitopsError('CLUSTER_TERMINATING', `${object} cannot be made in a namespace that is being deleted: ${message}`, {
      ...context,
      hint: 'Wait until the namespace is gone (kubectl describe namespace says what it waits for), then sync again.',
    });
  }
  // RBAC names the identity; admission (quotas, Pod Security, webhooks) does not.
  if (error.code === 'CLUSTER_FORBIDDEN' && !/\bcannot \w+ resource\b|attempting to grant/.test(message)) {
    return new GitopsError('CLUSTER_FORBIDDEN', `${object} is not admitted: ${message}`, {
      ...context,
      hint: 'A quota or policy of the cluster refuses it: change the manifest, or have that changed.',
    });
  }
  if (error.code === 'CLUSTER_FORBIDDEN') {
    return new GitopsError('CLUSTER_FORBIDDEN', `${object} may not be applied: ${message}`, { ...context, hint: error.hint });
  }
  return error;
}

/** Every cause names an immutable field: anything else is a mistake that deleting would not mend. */
function isImmutable(error: GitopsError): boolean {
  const causes = error.data?.['causes'];
  return (
    Array.isArray(causes) &&
    causes.length > 0 &&
    causes.every((cause) => /field is immutable|may not be (changed|updated)|updates to .* are forbidden/i.test(String(cause?.message)))
  );
}
