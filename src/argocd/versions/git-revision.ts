import { newestVersion } from './newest-version.js';

/** What a Git server says of its branches and tags. */
export interface GitRefs {
  /** Full name, such as `refs/heads/main`, to commit; annotated tags to the commit that they mean. */
  readonly refs: Readonly<Record<string, string>>;
  /** The ref that `HEAD` is; absent for a detached one. */
  readonly head?: string;
}

/** Whether a revision is a commit id, which needs no server to be known. */
export function isCommitId(revision: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}

/**
 * The commit of a `targetRevision` as Argo CD finds it: a range of versions is the newest tag in it,
 * otherwise a ref by its short or full name.
 *
 * @returns undefined when the server has no such thing, also for a shortened commit id, which no server
 * resolves
 */
export function gitRevision(
  revision: string,
  { refs, head }: GitRefs,
): { readonly commit: string; readonly ref?: string } | undefined {
  if (isCommitId(revision)) return { commit: revision };
  const names = Object.keys(refs).sort();
  const tags = names.flatMap((name) => (name.startsWith('refs/tags/') ? [name.slice('refs/tags/'.length)] : []));
  const wanted = newestVersion(revision === '' ? 'HEAD' : revision, tags) ?? (revision === '' ? 'HEAD' : revision);
  const ref =
    wanted === 'HEAD' ? (head ?? 'HEAD') : names.find((name) => name === wanted || shortName(name) === wanted);
  const commit = ref === undefined ? undefined : refs[ref];
  return ref === undefined || commit === undefined ? undefined : { commit, ref };
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(heads\/|tags\/|remotes\/)?/, '');
}
