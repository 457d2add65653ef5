import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { type HasSources, sourcesOf } from '../../argocd/application/sources-of.js';
import type { FileSet } from '../../files/file-set.js';
import { commonFolder } from '../../git/native/common-folder.js';
import type { GitRepository } from '../../git/repository.js';
import { repositoryIdentity } from '../../host/address.js';
import type { RevisionOptions } from '../api/options.js';
import { remoteUrlsIn } from './remote-urls-in.js';

/**
 * Decides which repoURLs are the local repository: those of its remotes, and those that are given. When none
 * matches, as in a mirror, it is the only URL of all sources, if their paths exist here; without a remote, it
 * is the only URL of several whose paths exist here. The empty URL, of a folder that a user names, always is.
 * A URL with a placeholder does not count.
 */
export async function ownRepository(
  git: GitRepository,
  applications: readonly HasSources[],
  files: FileSet,
  given: Pick<RevisionOptions, 'repositoryUrls'> = {},
): Promise<(repoURL: string) => boolean> {
  const remotes = new Set(await ownIdentities(git, given));
  const sources = applications
    .flatMap(sourcesOf)
    .filter((source) => source.chart === undefined && !/^oci:\/\/|^$|\$\(|\{\{/i.test(source.repoURL));
  const named = new Set(sources.map(({ repoURL }) => repositoryIdentity(repoURL)));
  const matches = [...named].some((identity) => remotes.has(identity));
  // A source that only lends files has no path, and says nothing about what is here.
  const isHere = ({ path, ref }: ApplicationSource) =>
    !(ref !== undefined && path === undefined) && files.below(sourceFolder(path)).size > 0;
  if (!matches && named.size <= 1 && (remotes.size === 0 || sources.length === 0 || sources.some(isHere)))
    return () => true;
  const here = new Set(sources.filter(isHere).map(({ repoURL }) => repositoryIdentity(repoURL)));
  const own = remotes.size === 0 && here.size === 1 ? here : remotes;
  return (repoURL) => repoURL === '' || own.has(repositoryIdentity(repoURL));
}

/** The names of a repository: of its remotes, fetched from or pushed to, and those that are given. */
export async function ownIdentities(
  { gitDirectory }: Pick<GitRepository, 'gitDirectory'>,
  { repositoryUrls = [] }: Pick<RevisionOptions, 'repositoryUrls'>,
): Promise<readonly string[]> {
  return [...(await remoteUrls(gitDirectory)), ...repositoryUrls].map(repositoryIdentity);
}

/**
 * The names by which inventories know a repository that no Argo Application names: that of its first remote,
 * which is where it was cloned from, and those that are given. Its other remotes may be forks, which have
 * inventories of their own.
 */
export async function homeIdentities(
  { gitDirectory }: Pick<GitRepository, 'gitDirectory'>,
  { repositoryUrls = [] }: Pick<RevisionOptions, 'repositoryUrls'>,
): Promise<readonly string[]> {
  return [...(await remoteUrls(gitDirectory)).slice(0, 1), ...repositoryUrls].map(repositoryIdentity);
}

/** A clone without settings has no remotes. */
async function remoteUrls(gitDirectory: string): Promise<readonly string[]> {
  return remoteUrlsIn(await readFile(join(commonFolder(gitDirectory), 'config'), 'utf8').catch(() => ''));
}
