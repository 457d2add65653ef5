import { isCommitId } from '../../argocd/versions/git-revision.js';
import { isRange } from '../../argocd/versions/is-range.js';
import { GitopsError } from '../../errors.js';
import type { Clone, GitRepository, Refs } from '../../git/repository.js';
import type { RevisionOptions } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { askRemote, type RemoteAnswer } from './ask-remote.js';
import { decidePin } from './decide-pin.js';
import { summaryOf } from './revision-summary.js';

/**
 * The commit to which a `targetRevision` of the local repository pins a source, by its id, a tag or a range
 * of tags. Undefined for `HEAD` and for a branch, which is the revision that is read.
 *
 * @throws GitopsError GIT_REVISION_NOT_FOUND for what this clone does not have, with the command that fetches
 * it
 */
export type Pins = (targetRevision: string, repoURL: string) => Promise<RevisionSummary | undefined>;

/** Each is looked for once; what the clone does not have, its remote is asked for, unless `offline`. */
export function createPins(
  git: GitRepository,
  { sources, onNotice }: Pick<RevisionOptions, 'sources' | 'onNotice'>,
): Pins {
  const once = <Result>(work: () => Promise<Result>) => {
    let result: Promise<Result> | undefined;
    return () => {
      result ??= work();
      return result;
    };
  };
  const here: () => Promise<Clone> = once(() => git.describeClone());
  const refs: () => Promise<Refs> = once(() => git.refs());
  const answers = new Map<string, Promise<RemoteAnswer>>();
  const ask = async (repoURL: string): Promise<RemoteAnswer> => {
    const answer = answers.get(repoURL) ?? askRemote(git, await here(), repoURL, sources?.offline === true);
    answers.set(repoURL, answer);
    return answer;
  };
  const resolve = async (target: string, repoURL: string): Promise<RevisionSummary | undefined> => {
    if (isCommitId(target.toLowerCase())) return summaryOf(await git.resolve(target.toLowerCase()));
    // Most are branches, which are in the files of the repository.
    if (!isRange(target) && (await git.hasBranch(target.replace(/^refs\/heads\//, '')))) return undefined;
    const [found, clone] = await Promise.all([refs(), here()]);
    const first = decidePin(target, found, clone);
    if (first.kind === 'ask' || first.kind === 'problem') {
      const shortened = await shortenedId(git, target);
      if (shortened !== undefined) return shortened;
    }
    const decision = first.kind === 'ask' ? decidePin(target, found, clone, await ask(repoURL)) : first;
    if (decision.kind === 'problem') throw decision.problem;
    if (decision.kind !== 'commit') return undefined;
    if (decision.notice !== undefined) onNotice?.({ kind: 'offline-revision', message: decision.notice });
    return summaryOf(await git.resolve(decision.commit));
  };
  const known = new Map<string, Promise<RevisionSummary | undefined>>();
  return async (target, repoURL) => {
    if (target === '' || target === 'HEAD') return undefined;
    const key = JSON.stringify([target, repoURL]);
    const result = known.get(key) ?? resolve(target, repoURL);
    known.set(key, result);
    return result;
  };
}

/** Argo CD takes the first characters of a commit id, too; undefined where they are none. */
async function shortenedId(git: GitRepository, target: string): Promise<RevisionSummary | undefined> {
  if (!/^[0-9a-f]{7,39}$/i.test(target)) return undefined;
  try {
    return summaryOf(await git.resolve(target.toLowerCase()));
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'GIT_REVISION_NOT_FOUND') return undefined;
    throw error;
  }
}
