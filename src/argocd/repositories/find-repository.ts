import { GitopsError } from '../../errors.js';
import { repositoryKey, withoutCredentials } from '../../host/address.js';
import type { RepositoryEntry } from './repository-entry.js';

const CREDENTIALS = [
  'username',
  'password',
  'bearerToken',
  'sshPrivateKey',
  'tlsClientCertData',
  'unsupported',
] as const;

/**
 * The settings of a repository: its own entry, with the credentials of the longest URL prefix when it has no
 * credentials itself. Unlike Argo CD's, a prefix covers whole host names only: `https://example.com` is not a
 * prefix of `https://example.com.evil.net`.
 *
 * @throws GitopsError ARGOCD_INVALID_REPOSITORY when its entry uses a way to sign in that is not supported
 */
export function findRepository(url: string, entries: readonly RepositoryEntry[]): RepositoryEntry | undefined {
  const wanted = repositoryKey(url);
  const own = entries.find((entry) => !entry.isTemplate && repositoryKey(entry.url) === wanted);
  const template = entries
    .filter((entry) => entry.isTemplate && covers(repositoryKey(entry.url), wanted))
    .sort((left, right) => repositoryKey(right.url).length - repositoryKey(left.url).length)[0];
  const found =
    own === undefined || template === undefined || hasCredentials(own)
      ? (own ?? template)
      : { ...template, ...own, ...flagsOf(own, template) };
  if (found?.unsupported === undefined) return found;
  throw new GitopsError(
    'ARGOCD_INVALID_REPOSITORY',
    `the repository '${withoutCredentials(found.url)}' is entered by '${found.unsupported}', which is not supported`,
    {
      hint: 'Give username and password, bearerToken or sshPrivateKey, such as a token made for this run.',
    },
  );
}

function hasCredentials(entry: RepositoryEntry): boolean {
  return CREDENTIALS.some((field) => entry[field] !== undefined);
}

function flagsOf(own: RepositoryEntry, template: RepositoryEntry): Partial<RepositoryEntry> {
  return {
    insecure: own.insecure || template.insecure,
    enableOCI: own.enableOCI || template.enableOCI,
    insecureOCIForceHttp: own.insecureOCIForceHttp || template.insecureOCIForceHttp,
  };
}

function covers(prefix: string, url: string): boolean {
  const hostEnds = prefix.replace(/^[a-z]+:\/\//, '').includes('/');
  return url.startsWith(prefix) && (hostEnds || url.length === prefix.length || url[prefix.length] === '/');
}
