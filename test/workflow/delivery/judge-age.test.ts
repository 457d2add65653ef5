import { type Age, type Ancestry, type Dated, judgeAge } from '../../../src/workflow/delivery/judge-age.js';

// "Is this revision older than the one that was synced?" docs/sync.md, "An older revision".

const [first, second, branch] = [commit('first', 1), commit('second', 2), commit('branch', 3)];

function commit(id: string, day: number): Dated {
  return { commit: id, committed: `2026-01-0${day}T00:00:00.000Z` };
}

/** A clone that has these commits, each with its ancestors; anything else is an error, as with git. */
function clone(known: Readonly<Record<string, readonly string[]>>, shallow = false): Ancestry {
  return {
    isAncestor: async (older, newer) => {
      if (!(older in known && newer in known)) throw new Error('GIT_REVISION_NOT_FOUND');
      return older === newer || (known[newer] ?? []).includes(older);
    },
    isShallow: async () => shallow,
  };
}

const whole = clone({ first: [], second: ['first'], branch: ['first'] });
const cut = clone({ first: [], second: [] }, true);
const none = clone({});
/** Git takes the name of a branch for a commit. */
const namesake = clone({ first: [], worktree: ['first'], second: ['worktree', 'first'] });
const undated = ({ commit: id }: Dated): Dated => ({ commit: id });
const worktree: Dated = { commit: 'worktree' };

test.each<[string, Dated, Dated, Ancestry, Age]>([
  ['the same revision', first, first, whole, 'same'],
  ['an ancestor of what was synced', first, second, whole, 'older'],
  ['an ancestor, whatever the dates say', { ...first, committed: '2027-01-01T00:00:00Z' }, second, whole, 'older'],
  ['a descendant of what was synced', second, first, whole, 'newer'],
  ['another branch', branch, second, whole, 'apart'],
  ['another branch with older commits, or a history that was rewritten', second, branch, whole, 'apart'],
  ['a clone that was cut between the two, earlier by date', first, second, cut, 'dated before'],
  ['a clone that was cut between the two, later by date', second, first, cut, 'newer'],
  ['a clone without the synced commit, earlier by date', first, second, none, 'dated before'],
  ['a clone without the synced commit, later by date', second, first, none, 'newer'],
  [
    'a clone without the synced commit, of the same moment',
    first,
    { ...second, committed: first.committed },
    none,
    'newer',
  ],
  ['a clone without the synced commit, whose date is unknown', first, undated(second), none, 'unknown'],
  ['a clone without the synced commit, and a revision without a date', undated(first), second, none, 'unknown'],
  ['other time zones', { ...first, committed: '2026-01-02T01:00:00+02:00' }, second, none, 'dated before'],
  ['uncommitted files', worktree, second, whole, 'unknown'],
  ['after uncommitted files', first, worktree, whole, 'unknown'],
  ["uncommitted files, and a branch has the name 'worktree'", worktree, second, namesake, 'unknown'],
  ["after uncommitted files, and a branch has the name 'worktree'", first, worktree, namesake, 'unknown'],
])('%s', async (_, candidate, applied, ancestry, age) => {
  expect(await judgeAge(candidate, applied, ancestry)).toBe(age);
});
