import { findRepository } from '../../argocd/repositories/find-repository.js';
import type { RepositoryEntry } from '../../argocd/repositories/repository-entry.js';
import type { TrustedServers } from '../../argocd/repositories/trusted-servers.js';
import { type GitRefs, gitRevision, isCommitId } from '../../argocd/versions/git-revision.js';
import { GitopsError } from '../../errors.js';
import type { GitAccess, GitRemote } from '../../git/remote/git-access.js';
import { listRemote } from '../../git/remote/list-remote.js';
import { type ChooseFiles, readRemoteTree } from '../../git/remote/read-remote-tree.js';
import { credentialsOf, withoutCredentials } from '../../host/address.js';
import type { LocatedSource } from '../../render/source/locate-source.js';
import type { Notice, SourceOptions } from '../api/source-options.js';
import { growingTree } from './growing-tree.js';
import { keptAtOnce } from './kept-at-once.js';
import { readSnapshot, writeSnapshot } from './snapshot-tree.js';
import type { SourceCache } from './source-cache.js';

export interface LocateContext {
  readonly cache: SourceCache;
  readonly entries: readonly RepositoryEntry[];
  readonly trusted: TrustedServers;
  readonly options: SourceOptions;
  readonly signal?: AbortSignal;
  readonly onNotice?: (notice: Notice) => void;
}

/**
 * The files of another Git repository at a `targetRevision`. A commit id that is cached asks no server.
 *
 * @throws GitopsError GIT_REMOTE_FAILED, GIT_REVISION_NOT_FOUND, WORKFLOW_OFFLINE, ARGOCD_INVALID_REPOSITORY
 */
export async function locateGit(
  repoURL: string,
  targetRevision: string,
  context: LocateContext,
): Promise<LocatedSource> {
  const remote = remoteOf(repoURL, context);
  const { commit, ref } = await resolve(remote, targetRevision, context);
  const read = async (what: readonly string[], choose: ChooseFiles) =>
    readSnapshot(
      await context.cache.pinned(['git', remote.url, commit, ...what], async () =>
        writeSnapshot(await readRemoteTree(remote, commit, ref, choose)),
      ),
    );
  const first = await read([], keptAtOnce);
  const more = (paths: readonly string[]) => read(['files', ...[...paths].sort()], () => new Set(paths));
  return { tree: growingTree(first, first.unread, more), revision: commit, fetched: true };
}

async function resolve(
  remote: GitRemote,
  revision: string,
  { cache, onNotice }: LocateContext,
): Promise<{ readonly commit: string; readonly ref?: string }> {
  if (isCommitId(revision)) return { commit: revision };
  const { text, isOld } = await cache.floating(['the branches and tags of', remote.url], async () =>
    JSON.stringify(await listRemote(remote)),
  );
  const found = gitRevision(revision, JSON.parse(text) as GitRefs); // the cache gives back what listRemote said
  if (found === undefined) {
    throw new GitopsError(
      'GIT_REVISION_NOT_FOUND',
      `the Git repository '${withoutCredentials(remote.url)}' has no revision '${revision}'`,
      {
        hint: /^[0-9a-f]{5,39}$/.test(revision)
          ? 'Write the whole commit id: no server resolves a shortened one.'
          : 'Correct targetRevision.',
      },
    );
  }
  if (isOld) {
    const message = `'${revision || 'HEAD'}' of '${withoutCredentials(remote.url)}' is ${found.commit.slice(0, 7)}, as it was resolved last: --offline asks no server`;
    onNotice?.({ kind: 'offline-revision', message });
  }
  return found;
}

function trustOf(
  url: string,
  { certificates, knownHosts }: TrustedServers,
): Pick<GitAccess, 'sshKnownHosts' | 'tlsCertificateAuthority'> {
  if (!/^https?:/i.test(url)) return knownHosts === undefined ? {} : { sshKnownHosts: knownHosts };
  const authority = certificates.get(new URL(url).hostname);
  return authority === undefined ? {} : { tlsCertificateAuthority: authority };
}

function remoteOf(repoURL: string, { entries, trusted, options, signal }: LocateContext): GitRemote {
  const { url, ...user } = credentialsOf(repoURL);
  const entry = findRepository(url, entries);
  const isLocal = entry !== undefined && /^file:/i.test(url);
  return {
    url,
    access: { ...user, ...entry, ...trustOf(url, trusted), ...(isLocal ? { local: true } : {}) },
    timeoutMs: options.timeoutMs,
    signal,
  };
}
