import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectRules } from '../../argocd/project/project-rules.js';
import { applicationKey } from '../../cluster/inventory/name.js';
import { GitopsError } from '../../errors.js';
import { withoutCredentials } from '../../host/address.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { findProject } from '../../render/resources/find-project.js';
import type { LocateSource } from '../../render/source/locate-source.js';
import type { SourceTree } from '../../render/source/source-context.js';
import { asRecorded } from '../sources/recorded-sources.js';
import type { RevisionFiles } from './revision-files.js';
import { virtualProject } from './virtual-project.js';

/**
 * Finds the files of sources: in the revision at hand, in the repository at the commit that a source pins, or
 * at a server. What its AppProject forbids is not fetched.
 */
export function locateSource({
  tree,
  revision,
  isOwn,
  pin: pinOf,
  readAt,
  remote,
  resources,
  recorded,
}: RevisionFiles): LocateSource {
  const pins = new Map<string, Promise<SourceTree>>();
  return async ({ repoURL, targetRevision = 'HEAD', ...source }, application) => {
    const isFetched = source.chart !== undefined || !isOwn(repoURL) || /^oci:\/\//i.test(repoURL);
    if (isFetched) assertPermitted(repoURL, application, resources);
    const { chart } = source;
    const past = recorded?.get(applicationKey(application.metadata)) ?? [];
    if (/^oci:\/\//i.test(repoURL))
      return asRecorded(past, { repoURL, targetRevision }, (digest) => remote.artifact(repoURL, digest));
    if (chart !== undefined) {
      const request = { repoURL, chart, ...passing(source) };
      return asRecorded(past, { repoURL, chart, targetRevision }, (version) => remote.chart({ ...request, version }));
    }
    if (!isOwn(repoURL)) return asRecorded(past, { repoURL, targetRevision }, (commit) => remote.git(repoURL, commit));
    const pin = await pinOf(targetRevision, repoURL);
    if (pin === undefined) return { tree, revision: revision.commit };
    const at = pins.get(pin.commit) ?? readAt(pin.commit);
    pins.set(pin.commit, at);
    return { tree: await at, revision: pin.commit };
  };
}

function assertPermitted(repoURL: string, application: ArgoApplication, resources: ArgoResources): void {
  const project = findProject(application, resources);
  if (project === undefined || projectRules(virtualProject(project, resources)).permitsRepository(repoURL)) return;
  throw new GitopsError(
    'WORKFLOW_PROJECT_FORBIDDEN',
    `the AppProject '${project.metadata.name}' does not permit '${withoutCredentials(repoURL)}', so it is not fetched`,
    {
      hint: 'Add it to spec.sourceRepos of the AppProject.',
    },
  );
}

function passing({ helm }: { readonly helm?: { readonly passCredentials?: boolean } }): {
  readonly passCredentials?: true;
} {
  return helm?.passCredentials === true ? { passCredentials: true } : {};
}
