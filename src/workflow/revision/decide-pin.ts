import { type GitRefs, gitRevision } from '../../argocd/versions/git-revision.js';
import { isRange } from '../../argocd/versions/is-range.js';
import { GitopsError } from '../../errors.js';
import { fetchAdvice } from '../../git/fetch-advice.js';
import type { Clone, Refs } from '../../git/repository.js';
import type { RemoteAnswer } from './ask-remote.js';

/** The resolution of a `targetRevision`; `ask` when only the remote knows it. */
export type PinDecision =
  | { readonly kind: 'at-hand' }
  | { readonly kind: 'commit'; readonly commit: string; readonly notice?: string }
  | { readonly kind: 'ask' }
  | { readonly kind: 'problem'; readonly problem: GitopsError };

const HEADS = 'refs/heads/';
const TAGS = 'refs/tags/';

/**
 * Resolves a name or range of the local repository as Argo CD does: branches before tags, of a range the
 * newest tag. A branch is the revision that is read, also the default branch when only the remote has it. A
 * revision that the clone lacks is a problem. Pure.
 *
 * @param answer the answer of the remote, once it was asked
 */
export function decidePin(target: string, refs: Refs, clone: Clone, answer?: RemoteAnswer): PinDecision {
  if (isAtHand(target, refs, clone)) return { kind: 'at-hand' };
  const local = gitRevision(target, { refs: asOfServer(refs) });
  const mustAsk = isRange(target) && clone.remotes.length > 0;
  if (answer === undefined) {
    if (local !== undefined && !mustAsk) return stands(local);
    return clone.remotes.length > 0 ? { kind: 'ask' } : nowhere(target, clone, undefined);
  }
  if ('why' in answer) {
    if (local === undefined) return unknown(target, clone, answer);
    const found = stands(local);
    const notice = `'${target}' is ${local.ref?.slice(TAGS.length)}, the newest in this clone: ${answer.why}`;
    return found.kind === 'commit' ? { ...found, notice } : found;
  }
  const there = gitRevision(target, answer.refs);
  if (there?.ref === undefined) return nowhere(target, clone, answer.remote);
  const here = refs[there.ref];
  if (here !== undefined) return stands({ ref: there.ref, commit: here });
  if (there.ref === answer.refs.head) return { kind: 'at-hand' };
  return lacking(there.ref, clone, answer.remote);
}

/**
 * The branch of HEAD is, also before its first commit; where nothing is committed anywhere, any name may be.
 */
function isAtHand(target: string, refs: Refs, { branch, remotes }: Clone): boolean {
  if (target.replace(HEADS, '') === branch) return true;
  return Object.keys(refs).length === 0 && remotes.length === 0 && !isRange(target);
}

/** With the branches of remotes as those that a server would have. */
function asOfServer(refs: Refs): GitRefs['refs'] {
  const entries = Object.entries(refs);
  const fetched = entries.flatMap(([name, commit]) => {
    const [, branch] = /^refs\/remotes\/[^/]+\/(.+)$/.exec(name) ?? [];
    return branch === undefined ? [] : [[HEADS + branch, commit] as const];
  });
  return Object.fromEntries([...fetched, ...entries.filter(([name]) => !name.startsWith('refs/remotes/'))]);
}

function stands({ ref, commit }: { readonly ref?: string; readonly commit: string }): PinDecision {
  return ref?.startsWith(HEADS) ? { kind: 'at-hand' } : { kind: 'commit', commit };
}

function lacking(ref: string, clone: Clone, remote: string): PinDecision {
  const kind = ref.startsWith(TAGS) ? 'tag' : 'branch';
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  return problem(
    `the ${kind} '${name}' is not in ${nameOf(clone)}, and the remote '${remote}' has it`,
    fetchAdvice(name, kind, clone, remote),
  );
}

function nowhere(target: string, clone: Clone, remote: string | undefined): PinDecision {
  const message =
    remote === undefined
      ? `${nameOf(clone)} has no branch or tag '${target}', and no remote that may have it`
      : `neither ${nameOf(clone)} nor its remote '${remote}' has a branch or tag '${target}'`;
  return problem(message, 'Correct targetRevision, or push what it names.');
}

function unknown(target: string, clone: Clone, { remote, why }: RemoteAnswer & { readonly why: string }): PinDecision {
  return problem(
    `${nameOf(clone)} has no branch or tag '${target}': ${why}`,
    fetchAdvice(target, 'anything', clone, remote),
  );
}

function nameOf({ isShallow }: Clone): string {
  return isShallow ? 'this shallow clone' : 'this clone';
}

function problem(message: string, hint: string): PinDecision {
  return { kind: 'problem', problem: new GitopsError('GIT_REVISION_NOT_FOUND', message, { hint }) };
}
