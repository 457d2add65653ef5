import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { renderApplications } from '../../render/render-applications.js';
import type { createRenderEngines } from '../../render/render-engines.js';
import type { Found } from '../../render/resources/argo-resources.js';
import { controlNamespaces } from '../../render/resources/control-namespaces.js';
import type { LocateSource } from '../../render/source/locate-source.js';
import type { RevisionFiles } from './revision-files.js';

/** The objects of one Argo Application, or the reason why it cannot be rendered. */
export async function renderOne(
  found: Found<ArgoApplication>,
  { tree, output, resources, isOwn, revision, remote }: RevisionFiles,
  locate: LocateSource,
  engines: ReturnType<typeof createRenderEngines>,
): Promise<readonly KubeObject[] | GitopsError> {
  const one = { ...resources, applications: [found], roots: [], problems: [] };
  const options = {
    ...tree,
    ...engines,
    output,
    isOwn,
    resources: one,
    revision: revision.commit,
    controlNamespaceOf: controlNamespaces(resources),
    locate,
    fetchDependency: remote.dependency,
    bases: remote,
  };
  const { rendered, problems } = await renderApplications(tree.files, options);
  return problems.length > 0 ? GitopsError.all(problems) : rendered.flatMap(({ objects }) => objects);
}
