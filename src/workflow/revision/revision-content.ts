import type { ArgoApplication } from '../../argocd/application.js';
import type { ClusterSecret } from '../../argocd/cluster-secret.js';
import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import type { Selection } from '../api/options.js';
import type { RevisionSummary } from '../api/results.js';
import { committedHealthRules } from './committed-health-rules.js';
import { assertCommitted, engineChoice, type ReadOptions, type RevisionFiles, readRevision, revisionOf } from './read-revision.js';
import { renderRevision } from './render-revision.js';
import { openRevisionCache, type RenderedRevisionContent } from './revision-cache.js';
import { withEngines } from './with-engines.js';

/** What a revision says of the selected Argo Applications. */
export interface RevisionContent {
  readonly revision: RevisionSummary;
  readonly content: RenderedRevisionContent;
  /** Its files; read when first asked for where the content was remembered. */
  files(): Promise<RevisionFiles>;
}

/** Reads and renders a revision, or takes what was remembered of it. @throws GitopsError what reading and rendering throw */
export async function readContent(
  git: GitRepository,
  options: ReadOptions & Selection,
  wanted: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean,
): Promise<RevisionContent> {
  const revision = await revisionOf(git, options);
  const at = { ...options, at: revision };
  const cache = await openRevisionCache(git, revision.commit, options);
  const known = await cache?.get();
  if (known !== undefined) {
    await assertCommitted(git, known.folder, options);
    let files: Promise<RevisionFiles> | undefined;
    return {
      revision,
      content: known,
      files: () => {
        files ??= readRevision(git, at);
        return files;
      },
    };
  }
  const { read, rendering, pinned } = await withEngines(at, async (open) => {
    const found = await readRevision(git, open);
    // What is rendered of it later opens its own engines.
    return { read: { ...found, engine: engineChoice(at) }, ...(await renderRevision(git, found, { wanted })) };
  });
  GitopsError.throwAll(rendering.problems);
  const rendered = rendering.rendered.map((one) => {
    const pin = pinned.get(one.application.metadata.name);
    return { ...one, ...(pin === undefined ? {} : { revision: pin }) };
  });
  const objects = rendered.flatMap((one) => one.objects);
  const healthOverrides = committedHealthRules(read.tree.files, objects);
  const content = { folder: read.folder, resources: read.resources, rendered, healthOverrides };
  await cache?.set(content, read);
  return { revision, content, files: async () => read };
}
