import type { Hold } from '../../cluster/inventory/inventory.js';
import { isSameContent } from '../desired/content.js';

/** What is about to be synced, as far as a hold cares. */
export interface HoldCandidate {
  readonly commit: string;
  readonly committed?: string;
  readonly content: string;
}

/**
 * Whether the hold that a rollback left forbids this revision: the bad commit itself, anything older, and any
 * commit that brings the same content back. What was rolled back to is allowed: it changes nothing.
 *
 * @param isAncestor whether the first commit is the second, or one of its ancestors
 */
export async function isHeld(
  hold: Hold | undefined,
  candidate: HoldCandidate,
  isAncestor: (older: string, newer: string) => Promise<boolean>,
): Promise<boolean> {
  if (!hold || candidate.commit === hold.to) return false;
  if (candidate.commit === hold.commit || isSameContent(candidate.content, hold.content)) return true;
  try {
    return await isAncestor(candidate.commit, hold.commit);
  } catch {
    // A shallow clone may lack the held commit: then the dates decide.
    return candidate.committed !== undefined && hold.committed !== undefined && candidate.committed < hold.committed;
  }
}
