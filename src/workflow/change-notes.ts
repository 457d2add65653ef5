import type { Change } from '../cluster/observe/change.js';

/** What a change does about fields of other managers. */
export function changeNotes(change: Change): readonly string[] {
  const taken = 'taken' in change ? change.taken : [];
  const yielded = 'yielded' in change ? change.yielded : [];
  return [
    ...taken.map(({ field, manager }) => `takes ${field.slice(1)} back from '${manager}'`),
    ...yielded.map(({ field, manager }) => `leaves ${field.slice(1)} to '${manager}'`),
  ];
}
