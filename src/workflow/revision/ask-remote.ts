import type { GitRefs } from '../../argocd/versions/git-revision.js';
import { GitopsError } from '../../errors.js';
import { mainRemote } from '../../git/fetch-advice.js';
import type { Clone, GitRepository } from '../../git/repository.js';
import { repositoryIdentity } from '../../host/address.js';

/** What the remote of a repository says, or why it was not asked. */
export type RemoteAnswer =
  | { readonly remote: string; readonly refs: GitRefs }
  | { readonly remote: string | undefined; readonly why: string };

/** Asks the remote of this clone that a repoURL is, otherwise `origin`, for its branches and tags. */
export async function askRemote(
  git: GitRepository,
  clone: Clone,
  repoURL: string,
  offline: boolean,
): Promise<RemoteAnswer> {
  const identity = repositoryIdentity(repoURL);
  const same = clone.remotes.find(({ urls }) => urls.some((url) => repositoryIdentity(url) === identity));
  const remote = same?.name ?? mainRemote(clone);
  if (remote === undefined) return { remote, why: 'it has no remote' };
  if (offline) return { remote, why: `its remote '${remote}' is not asked with --offline` };
  try {
    return { remote, refs: await git.listRemote(remote) };
  } catch (error) {
    if (!GitopsError.is(error) || error.code === 'INTERRUPTED') throw error;
    return { remote, why: error.message };
  }
}
