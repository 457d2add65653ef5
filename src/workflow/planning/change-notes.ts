import { describeConflict, type FieldConflict } from '../../cluster/objects/conflicts.js';
import type { Change } from '../../cluster/plan/change.js';
import { fewerReplicas } from '../../cluster/plan/fewer-replicas.js';
import type { DiffChange } from '../api/results.js';

/** What a change does about fields of other managers, and what a person should know of it. */
export function changeNotes(change: Change): readonly string[] {
  const taken = 'taken' in change ? change.taken : [];
  const yielded = 'yielded' in change ? change.yielded : [];
  const migration = 'migration' in change ? change.migration : undefined;
  const { managers = [], rewrittenVersions = [] } = migration ?? {};
  return [
    ...[fewerReplicas(change) ?? []].flat(),
    ...taken.map((conflict) => note('takes', conflict, 'back from')),
    ...yielded.map((conflict) => note('leaves', conflict, 'to')),
    ...managers.map((manager) => `takes the fields of '${manager}' over`),
    ...rewrittenVersions.map(
      (version) => `repairs managedFields, which names '${version}': the object cannot be converted to that version`,
    ),
  ];
}

/** The same as data. */
export function conflictsOfChange(change: Change): Pick<DiffChange, 'conflicts'> {
  const of = (conflicts: readonly FieldConflict[] | undefined, decision: 'take' | 'yield') =>
    (conflicts ?? []).map((conflict) => ({ ...conflict, field: describeConflict(conflict).field, decision }));
  const conflicts = 'taken' in change ? [...of(change.taken, 'take'), ...of(change.yielded, 'yield')] : [];
  return conflicts.length === 0 ? {} : { conflicts };
}

function note(verb: string, conflict: FieldConflict, preposition: string): string {
  const { field, owner } = describeConflict(conflict);
  return `${verb} ${field} ${preposition} ${owner}`;
}
