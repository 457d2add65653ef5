import type { GitRepository } from '../git/repository.js';
import { isRecord } from '../manifest/kube-object.js';
import type { LocateSource } from '../render/locate-source.js';
import type { SourceTree } from '../render/source-context.js';
import { resolvePin } from './resolve-pin.js';
import type { RevisionFiles } from './revision-files.js';

/** Finds the files of sources: in the revision at hand, in the repository at the commit that a source pins, or at a server. */
export function locateSource(git: GitRepository, { tree, revision, isOwn, readAt, remote }: RevisionFiles): LocateSource {
  const pins = new Map<string, Promise<SourceTree>>();
  return async ({ repoURL, targetRevision = 'HEAD', ...source }) => {
    if (/^oci:\/\//i.test(repoURL)) return remote.artifact(repoURL, targetRevision);
    if (typeof source['chart'] === 'string')
      return remote.chart({ repoURL, chart: source['chart'], version: targetRevision, ...passing(source['helm']) });
    if (!isOwn(repoURL)) return remote.git(repoURL, targetRevision);
    const pin = await resolvePin(git, targetRevision);
    if (pin === undefined) return { tree, revision: revision.commit };
    const at = pins.get(pin.commit) ?? readAt(pin.commit);
    pins.set(pin.commit, at);
    return { tree: await at, revision: pin.commit };
  };
}

function passing(helm: unknown): { readonly passCredentials?: true } {
  return isRecord(helm) && helm['passCredentials'] === true ? { passCredentials: true } : {};
}
