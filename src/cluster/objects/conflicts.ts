import type { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { managedFieldsOf } from './fingerprint.js';

/** A field that somebody else owns with another value. */
export interface FieldConflict {
  /** As the API server writes it: `.spec.replicas`. */
  readonly field: string;
  readonly manager: string;
  readonly subresource?: string;
  /**
   * When that manager last changed a field of the object, ISO 8601; absent when the API server does not say.
   */
  readonly since?: string;
}

/**
 * What to do about conflicts: `auto` takes from people's tools, leaves replicas to an autoscaler, and fails
 * for every other owner.
 */
export type ConflictPolicy = 'auto' | 'take' | 'yield' | 'fail';

/** `inspect` is for looking only: as `auto`, but where that fails it shows what taking would change. */
export type RehearsalPolicy = ConflictPolicy | 'inspect';

/** Conflicts sorted by what is done about them. */
export interface ConflictDecision {
  readonly take: readonly FieldConflict[];
  readonly yield: readonly FieldConflict[];
  readonly fail: readonly FieldConflict[];
}

/** Field managers of tools that a person has typed into; a value set there is drift when Git says another. */
const PEOPLES_TOOLS =
  /^(kubectl|oc|k9s|lens|openlens|freelens|headlamp|rancher|octant|dashboard|kube-shell|curl|mozilla|before-first-apply)\b/i;

/**
 * The conflicts in a refused server-side apply; empty when it was refused for another reason.
 *
 * @param live the object as it is, which says since when a manager owns its fields
 */
export function conflictsOf(error: GitopsError, live?: Pick<KubeObject, 'metadata'>): readonly FieldConflict[] {
  const causes = error.data?.['causes'];
  return Array.isArray(causes)
    ? causes.flatMap(conflictOf).map((conflict) => ({ ...conflict, ...sinceOf(conflict, live) }))
    : [];
}

/** `.spec.replicas of 'helm' since 2026-01-31T12:00:00Z`, without the leading dot. */
export function describeConflict({ field, manager, since }: FieldConflict): {
  readonly field: string;
  readonly owner: string;
} {
  return { field: field.replace(/^\./, ''), owner: `'${manager}'${since === undefined ? '' : ` since ${since}`}` };
}

/**
 * Decides per conflict. Pure.
 *
 * @param policy see `ConflictPolicy`
 * @param special the policy of a rule for that very field, which goes before; undefined where there is none
 */
export function decideConflicts(
  conflicts: readonly FieldConflict[],
  policy: RehearsalPolicy,
  special: (conflict: FieldConflict) => ConflictPolicy | undefined = () => undefined,
): ConflictDecision {
  const decide = (conflict: FieldConflict): ConflictPolicy => {
    const chosen = special(conflict) ?? policy;
    const choice = chosen === 'auto' || chosen === 'inspect' ? automatic(conflict) : chosen;
    return choice === 'fail' && policy === 'inspect' ? 'take' : choice;
  };
  return {
    take: conflicts.filter((conflict) => decide(conflict) === 'take'),
    yield: conflicts.filter((conflict) => decide(conflict) === 'yield'),
    fail: conflicts.filter((conflict) => decide(conflict) === 'fail'),
  };
}

function automatic(conflict: FieldConflict): 'take' | 'yield' | 'fail' {
  if (PEOPLES_TOOLS.test(conflict.manager)) return 'take';
  return conflict.field === '.spec.replicas' && conflict.subresource === 'scale' ? 'yield' : 'fail';
}

function conflictOf(cause: unknown): FieldConflict[] {
  if (!isRecord(cause) || cause['reason'] !== 'FieldManagerConflict') return [];
  const match = /^conflicts? with "([^"]*)"(?: with subresource "([^"]*)")?/.exec(String(cause['message']));
  return [
    {
      field: String(cause['field']),
      manager: match?.[1] ?? 'unknown',
      ...(match?.[2] ? { subresource: match[2] } : {}),
    },
  ];
}

function sinceOf(
  { manager, subresource }: FieldConflict,
  live: Pick<KubeObject, 'metadata'> | undefined,
): { readonly since?: string } {
  const times = live
    ? managedFieldsOf(live).flatMap((entry) =>
        entry.manager === manager && entry.subresource === subresource ? (entry.time ?? []) : [],
      )
    : [];
  const since = times.sort().at(-1);
  return since === undefined ? {} : { since };
}
