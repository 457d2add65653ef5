import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { applicationKey } from '../../cluster/inventory/name.js';
import { GitopsError } from '../../errors.js';
import type { GitRepository } from '../../git/repository.js';
import { countingFirst } from '../revision/given-settings.js';
import { engineChoice, type ReadOptions, readRevision } from '../revision/read-revision.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import { committedHealthRules } from './committed-health-rules.js';
import { contentOf } from './content.js';
import { renderRevision } from './render-revision.js';
import type { RenderedRevisionContent } from './revision-cache.js';
import { withEngines } from './with-engines.js';

/**
 * Reads and renders a revision. @throws GitopsError with every problem of rendering, and what reading throws
 */
export async function renderContent(
  git: GitRepository,
  options: ReadOptions,
  wanted: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean,
): Promise<{ readonly read: RevisionFiles; readonly content: RenderedRevisionContent }> {
  const { read, rendering, pinned } = await withEngines(options, async (open) => {
    const found = await readRevision(git, open);
    // What is rendered of it later opens its own engines.
    return { read: { ...found, engine: engineChoice(options) }, ...(await renderRevision(found, { wanted })) };
  });
  GitopsError.throwAll(rendering.problems);
  const rendered = rendering.rendered.map((one) => {
    const pin = pinned.get(applicationKey(one.application.metadata));
    const content = contentOf(one.application.spec.destination.namespace, one.objects);
    return { ...one, content, ...(pin === undefined ? {} : { revision: pin }) };
  });
  const objects = rendered.flatMap((one) => one.objects);
  const healthOverrides = committedHealthRules(read.tree.files, [...countingFirst(options), ...objects]);
  return { read, content: { folder: read.folder, resources: read.resources, rendered, healthOverrides } };
}
