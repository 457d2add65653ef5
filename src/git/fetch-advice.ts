import type { Clone } from './repository.js';

/** The part that a clone may lack. */
export type Lacked = 'branch' | 'tag' | 'commit' | 'history' | 'anything';

/** A name that every shell reads literally. */
const PLAIN = /^[\w][\w./+-]*$/;

/** The main remote of a clone: `origin`, or the first one. */
export function mainRemote({ remotes }: Pick<Clone, 'remotes'>): string | undefined {
  return (remotes.find(({ name }) => name === 'origin') ?? remotes[0])?.name;
}

/**
 * The command that fetches what a clone lacks, as a sentence for a hint. Pure.
 *
 * @param remote that has it. Default: `origin`, or the first one
 */
export function fetchAdvice(
  name: string,
  lacked: Lacked,
  clone: Pick<Clone, 'remotes' | 'isShallow'>,
  remote: string | undefined = mainRemote(clone),
): string {
  if (remote === undefined) return 'Correct it: this clone has no remote from which it could be fetched.';
  const all = everything(clone, remote);
  const ci = clone.isShallow
    ? ' In a pipeline, check out with the whole history (GitHub Actions: fetch-depth: 0, GitLab: GIT_DEPTH: 0).'
    : '';
  if (lacked === 'anything') return `If '${remote}' has it, fetch it: ${all}.${ci}`;
  if (lacked === 'history') return `Fetch it: ${all}.${ci}`;
  if (!PLAIN.test(name)) return `Fetch it: ${all}.${ci}`;
  const one = {
    branch: `git fetch ${remote} ${name}:refs/remotes/${remote}/${name}`,
    tag: `git fetch ${remote} tag ${name}`,
    commit: `git fetch ${remote} ${name}`,
  }[lacked];
  const rest = lacked === 'commit' && clone.isShallow ? `, or all of the history: ${all}` : '';
  return `Fetch it: ${one}${rest}.${ci}`;
}

function everything({ remotes, isShallow }: Pick<Clone, 'remotes' | 'isShallow'>, remote: string): string {
  const depth = isShallow ? ' --unshallow' : '';
  const fetchesAll = remotes.find(({ name }) => name === remote)?.fetchesAll ?? true;
  return `git fetch${depth} --tags ${remote}${fetchesAll ? '' : ` '+refs/heads/*:refs/remotes/${remote}/*'`}`;
}
