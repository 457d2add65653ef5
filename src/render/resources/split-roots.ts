import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import type { ArgoResources, Found } from './argo-resources.js';

/** Separates the apps of apps that deliver the files with Argo Applications from the others. */
export function splitRoots(
  applications: readonly Found<ArgoApplication>[],
  output: string,
): { readonly roots: readonly Found<ArgoApplication>[]; readonly others: readonly Found<ArgoApplication>[] } {
  const isRoot = ({ resource }: Found<ArgoApplication>) => deliversArgoResources(resource, output, applications);
  return { roots: applications.filter(isRoot), others: applications.filter((found) => !isRoot(found)) };
}

/** An Argo Application of another repository is not an app of apps here, whatever its path. */
export function withoutForeignRoots(resources: ArgoResources, isOwn: (repoURL: string) => boolean): ArgoResources {
  const isForeign = ({ resource }: Found<ArgoApplication>) => !isOwn(resource.spec.source?.repoURL ?? '');
  return {
    ...resources,
    applications: [...resources.applications, ...resources.roots.filter(isForeign)],
    roots: resources.roots.filter((found) => !isForeign(found)),
  };
}

function deliversArgoResources(
  { spec }: ArgoApplication,
  output: string,
  applications: readonly Found<ArgoApplication>[],
): boolean {
  const { source, sources = [] } = spec;
  if (sources.length > 0) return false;
  if (source?.path === undefined || source.chart !== undefined) return false;
  if (sourceFolder(source.path) === output) return true;
  const path = sourceFolder(source.path) || '.';
  const recurse = source.directory?.recurse === true;
  return applications.some(
    ({ file }) => posix.dirname(file) === path || (recurse && (path === '.' || file.startsWith(`${path}/`))),
  );
}
