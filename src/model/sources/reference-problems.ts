import { posix } from 'node:path';
import { hasPassword, isGitAddress, withoutCredentials } from '../../host/address.js';

/** What is wrong with a source, and what to do about it. */
export interface SourceProblem {
  readonly message: string;
  readonly hint: string;
}

/** What is wrong with the path of a folder or file of a repository. Pure. */
export function pathProblems(what: string, path: string): readonly SourceProblem[] {
  const isInside = path !== '' && !posix.isAbsolute(path) && !path.split('/').includes('..') && !/[\\\0]/.test(path);
  if (isInside) return [];
  return [
    {
      message: `${what} '${path}' is not a path inside its repository`,
      hint: 'Give a path from the top of the Git repository, without ".." and without a first slash.',
    },
  ];
}

/** What is wrong with the URL of a Git repository. Pure. */
export function gitProblems(what: string, url: string): readonly SourceProblem[] {
  return isGitAddress(url)
    ? passwordProblems(what, url)
    : [
        {
          message: `${what} '${withoutCredentials(url)}' is not a Git URL`,
          hint: 'Give the URL that Argo CD clones: https://host/path.git, ssh://git@host/path.git or git@host:path.git.',
        },
      ];
}

/** What is wrong with the URL of a Helm repository or of a registry. Pure. */
export function chartRepositoryProblems(what: string, url: string): readonly SourceProblem[] {
  return /^(?:https?|oci):\/\/[^\s/]\S*$/.test(url)
    ? passwordProblems(what, url)
    : [
        {
          message: `${what} '${withoutCredentials(url)}' is not the URL of a Helm repository`,
          hint: 'Give https://host/path or oci://host/path. A chart in Git has a path and no name.',
        },
      ];
}

function passwordProblems(what: string, url: string): readonly SourceProblem[] {
  if (!hasPassword(url)) return [];
  return [
    {
      message: `${what} holds a password`,
      hint: 'Leave credentials out of the URL; Argo CD has repository Secrets for them.',
    },
  ];
}
