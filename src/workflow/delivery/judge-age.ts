/** A revision, as far as its age matters. */
export interface Dated {
  readonly commit: string;
  /** When it was committed, ISO 8601. */
  readonly committed?: string;
}

/** What is asked of the clone at hand. */
export interface Ancestry {
  /** Whether the first commit is the second, or one of its ancestors. @throws when it does not have one */
  isAncestor(older: string, newer: string): Promise<boolean>;
  /** Whether its history ends somewhere before the first commit. */
  isShallow(): Promise<boolean>;
}

/**
 * The age of a revision compared with the one that was applied last: `older` by the history, `dated before`
 * by the dates of the commits when this clone lacks the history, `apart` when neither is an ancestor of the
 * other, `newer`, the `same`, or `unknown`.
 */
export type Age = 'older' | 'dated before' | 'apart' | 'newer' | 'same' | 'unknown';

/** The history of the clone decides; what it does not have is decided by the dates of the commits. */
export async function judgeAge(candidate: Dated, applied: Dated, clone: Ancestry): Promise<Age> {
  if (candidate.commit === applied.commit) return 'same';
  if (candidate.commit === 'worktree' || applied.commit === 'worktree') return 'unknown';
  try {
    if (await clone.isAncestor(candidate.commit, applied.commit)) return 'older';
    if (await clone.isAncestor(applied.commit, candidate.commit)) return 'newer';
    if (!(await clone.isShallow())) return 'apart';
  } catch {
    // This clone does not have the commit: it is shallow, older, or the history was rewritten.
  }
  const mine = Date.parse(candidate.committed ?? '');
  const theirs = Date.parse(applied.committed ?? '');
  if (Number.isNaN(mine) || Number.isNaN(theirs)) return 'unknown';
  return mine < theirs ? 'dated before' : 'newer';
}
