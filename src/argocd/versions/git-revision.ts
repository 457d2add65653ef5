import { newestVersion } from './newest-version.js';

/** The branches and tags of a Git server. */
export interface GitRefs {
  /**
   * The commit of each ref by its full name, such as `refs/heads/main`. An annotated tag has the commit to
   * which it points.
   */
  readonly refs: Readonly<Record<string, string>>;
  /** The ref to which `HEAD` points; absent when it is detached. */
  readonly head?: string;
}

/** Whether a revision is a commit id, so that no server has to be asked. */
export function isCommitId(revision: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}

/**
 * The commit of a `targetRevision`, as Argo CD finds it. A range of versions resolves to its newest tag, any
 * other text to the ref with that short or full name.
 *
 * @returns undefined when the server has no such ref, also for a shortened commit id, which no server
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
