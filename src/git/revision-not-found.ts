import { GitopsError } from '../errors.js';
import { fetchAdvice, type Lacked } from './fetch-advice.js';
import type { Clone } from './repository.js';

const COMMIT_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/i;

/** The error for a revision that a clone does not have, with the command that fetches it. Pure. */
export function revisionNotFound(revision: string, clone: Clone): GitopsError {
  const where = clone.isShallow ? 'this shallow clone' : 'this repository';
  return new GitopsError('GIT_REVISION_NOT_FOUND', `revision '${revision}' is not a commit in ${where}`, {
    hint: adviceFor(revision, clone),
  });
}

function adviceFor(revision: string, clone: Clone): string {
  const remote = clone.remotes.find(({ name }) => revision.startsWith(`${name}/`))?.name;
  if (remote !== undefined) return fetchAdvice(revision.slice(remote.length + 1), 'branch', clone, remote);
  const fetched = clone.fetched.find((name) => name.endsWith(`/${revision}`));
  if (fetched !== undefined) return `There is no such local branch, but there is '${fetched}'.`;
  return fetchAdvice(revision, lackedBy(revision), clone);
}

function lackedBy(revision: string): Lacked {
  if (COMMIT_ID.test(revision)) return 'commit';
  return /[~^]|^(HEAD|@)$/.test(revision) ? 'history' : 'anything';
}
