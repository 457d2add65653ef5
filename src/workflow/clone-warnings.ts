import type { SourceLocation } from '../errors.js';
import type { Clone } from '../git/repository.js';
import { repositoryIdentity, withoutCredentials } from '../host/address.js';

/** What the model says of the Git repository. */
export interface DeclaredRepository {
  readonly url: string;
  readonly branch: string;
  /** Where the Repository is made. */
  readonly source?: SourceLocation;
}

/**
 * Where Argo CD would read something else than what is committed here: another repository, or a branch that
 * nobody has. Nothing is said of what this clone cannot know: without a remote, on a detached HEAD, in a
 * clone of one branch.
 */
export function cloneWarnings({ url, branch, source }: DeclaredRepository, clone: Clone): readonly string[] {
  const at = source === undefined ? '' : ` (${source.file}:${source.line})`;
  return [...urlWarning(url, clone), ...branchWarning(branch, clone)].map((warning) =>
    warning.replace('new Repository', `new Repository${at}`),
  );
}

function urlWarning(url: string, { remotes }: Clone): readonly string[] {
  const known = remotes.flatMap(({ urls }) => urls);
  if (known.length === 0 || known.some((remote) => repositoryIdentity(remote) === repositoryIdentity(url))) return [];
  const shown = remotes.map(({ name, urls: [first = ''] }) => `'${name}' is '${withoutCredentials(first)}'`).join(', ');
  return [
    `new Repository names the url '${withoutCredentials(url)}', which is not a remote of this clone (${shown}): Argo CD would read another repository; correct the url, or name a mirror with git remote add`,
  ];
}

function branchWarning(branch: string, { branch: current, branches, remotes }: Clone): readonly string[] {
  if (branch === 'HEAD' || current === undefined || current === branch || branches.includes(branch)) return [];
  if (remotes.length > 0 && !remotes.some(({ fetchesAll }) => fetchesAll)) return [];
  return [
    `new Repository follows the branch '${branch}', which this clone does not have: it is on '${current}', and Argo CD would not see what is committed there; write branch: '${current}', or rename it with git branch -m ${branch}`,
  ];
}
