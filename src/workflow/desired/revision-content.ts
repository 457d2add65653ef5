import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { GitRepository } from '../../git/repository.js';
import type { Selection } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { assertCommitted } from '../revision/assert-committed.js';
import type { ReadOptions } from '../revision/read-revision.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import { revisionOf } from '../revision/revision-of.js';
import { tellAssumed } from '../revision/tell-assumed.js';
import { openRevisionCache, type RenderedRevisionContent } from './revision-cache.js';

/** What a revision says of the selected Argo Applications. */
export interface RevisionContent {
  readonly revision: RevisionSummary;
  readonly content: RenderedRevisionContent;
  /** Whether a repoURL is the repository at hand. */
  readonly isOwn: (repoURL: string) => boolean;
  /** Its files; read when first asked for where the content was remembered. */
  files(): Promise<RevisionFiles>;
}

/**
 * In the bundled command the name of this file has the digest of its code, and of all that it imports: what
 * renders, too.
 */
const CODE = basename(fileURLToPath(import.meta.url));

/**
 * Reads and renders a revision, or takes what was remembered of it: then the code that reads and renders is
 * not even loaded.
 *
 * @throws GitopsError what reading and rendering throw
 */
export async function readContent(
  git: GitRepository,
  options: ReadOptions & Selection & { readonly purpose?: string },
  wanted: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean,
): Promise<RevisionContent> {
  const revision = await revisionOf(git, options);
  const at = { ...options, at: revision };
  const cache = await openRevisionCache(git, revision.commit, options, CODE);
  const known = await cache?.get();
  if (known !== undefined) {
    await assertCommitted(git, known.folder, options);
    tellAssumed(known.resources, options);
    let files: Promise<RevisionFiles> | undefined;
    return {
      revision,
      content: known,
      // Nothing is remembered of a revision with other sources.
      isOwn: () => true,
      files: () => {
        files ??= readAgain(git, at);
        return files;
      },
    };
  }
  const { renderContent } = await import('./render-content.js');
  const { read, content } = await renderContent(git, at, wanted);
  await cache?.set(content, read);
  return { revision, content, isOwn: read.isOwn, files: async () => read };
}

async function readAgain(git: GitRepository, options: ReadOptions): Promise<RevisionFiles> {
  const { readRevision } = await import('../revision/read-revision.js');
  return readRevision(git, options);
}
