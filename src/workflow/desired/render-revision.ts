import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { applicationKey } from '../../cluster/inventory/name.js';
import type { SourceRevision } from '../../cluster/objects/source-revision.js';
import { GitopsError } from '../../errors.js';
import { type Rendering, renderApplications } from '../../render/render-applications.js';
import { createRenderEngines } from '../../render/render-engines.js';
import type { RevisionSummary } from '../api/results.js';
import type { Pins } from '../revision/create-pins.js';
import { locateSource } from '../revision/locate-source.js';
import type { RevisionFiles } from '../revision/revision-files.js';
import { recordedBases } from '../sources/recorded-sources.js';

export interface RenderRevisionOptions {
  readonly wanted: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean;
}

export interface RenderedRevision {
  readonly rendering: Rendering;
  /** The commits that Argo Applications pin, by `applicationKey`. */
  readonly pinned: ReadonlyMap<string, RevisionSummary>;
}

/**
 * Renders Argo Applications of a revision; a source whose `targetRevision` is a commit or a tag as it was
 * there.
 */
export async function renderRevision(
  read: RevisionFiles,
  { wanted }: RenderRevisionOptions,
): Promise<RenderedRevision> {
  const engines = createRenderEngines(read.engine);
  const { output, resources, isOwn, tree, revision } = read;
  try {
    const locate = locateSource(read);
    const rendering = await renderApplications(tree.files, {
      ...tree,
      ...engines,
      output,
      isOwn,
      resources,
      revision: revision.commit,
      only: wanted,
      locate,
      fetchDependency: read.remote.dependency,
      bases: recordedBases(read.remote, recordedOf(read, wanted)),
    });
    return { rendering, pinned: await readPins(read, wanted) };
  } finally {
    await engines.close();
  }
}

/** An overlay may be that of several. */
function recordedOf(
  { recorded, resources }: RevisionFiles,
  wanted: RenderRevisionOptions['wanted'],
): readonly SourceRevision[] {
  if (recorded === undefined) return [];
  const rendered = resources.applications.filter(({ resource }) => wanted(resource, resources.clusters));
  return rendered.flatMap(({ resource }) => recorded.get(applicationKey(resource.metadata)) ?? []);
}

/**
 * The commit to which Argo Applications pin their sources in this repository, when all of them pin the same
 * one. A branch does not pin: it is the revision that is rendered.
 */
async function readPins(
  { resources, isOwn, pin: pinOf }: RevisionFiles,
  wanted: RenderRevisionOptions['wanted'],
): Promise<RenderedRevision['pinned']> {
  const pinned = new Map<string, RevisionSummary>();
  for (const { resource } of resources.applications.filter((found) => wanted(found.resource, resources.clusters))) {
    const own = sourcesOf(resource).filter((source) => source.chart === undefined && isOwn(source.repoURL));
    const found = await Promise.all(
      own.map(({ targetRevision = 'HEAD', repoURL }) => unlessMissing(pinOf(targetRevision, repoURL))),
    );
    const pins = new Map(found.map((one) => [one?.commit, one] as const));
    const [pin] = pins.values();
    if (pins.size === 1 && pin !== undefined) pinned.set(applicationKey(resource.metadata), pin);
  }
  return pinned;
}

/** A missing revision is reported when its source is rendered. */
async function unlessMissing(pin: ReturnType<Pins>): ReturnType<Pins> {
  try {
    return await pin;
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}
