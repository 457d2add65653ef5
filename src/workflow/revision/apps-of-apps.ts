import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { RenderEngines } from '../../render/render-engines.js';
import type { Found } from '../../render/resources/argo-resources.js';
import { locateSource } from './locate-source.js';
import { renderOne } from './render-one.js';
import type { RevisionFiles } from './revision-files.js';

/** An Argo Application that brings Argo CD resources. */
export interface AppOfApps {
  readonly found: Found<ArgoApplication>;
  /** All its objects. */
  readonly objects: readonly KubeObject[];
}

/**
 * The apps of apps of this repository with what they bring. One that cannot be rendered is left out:
 * rendering says why.
 */
export async function appsOfApps(read: RevisionFiles, engines: RenderEngines): Promise<readonly AppOfApps[]> {
  const { applications, roots } = read.resources;
  const locate = locateSource(read);
  const all = [...roots, ...applications.filter((one) => one.holdsResources || one.yieldsResources)];
  const own = all.filter(({ resource }) => sourcesOf(resource).every(({ repoURL }) => read.isOwn(repoURL)));
  const made = own.map(async (found): Promise<readonly AppOfApps[]> => {
    const objects = await renderOne({ ...found, holdsResources: false }, read, locate, engines);
    return GitopsError.is(objects) ? [] : [{ found, objects }];
  });
  return (await Promise.all(made)).flat();
}
