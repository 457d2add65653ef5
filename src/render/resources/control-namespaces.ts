import type { ObjectMetadata } from '../../manifest/kube-object.js';
import type { ArgoResources, Found } from './argo-resources.js';

/** What says where an Argo CD runs. */
export type ControlEvidence = Pick<
  ArgoResources,
  'applications' | 'applicationSets' | 'clusterSecrets' | 'controlNamespace' | 'projects' | 'roots' | 'settings'
>;

/** The control namespace of the Argo CD that has an Argo Application; undefined when it is not known. */
export type ControlNamespaceOf = (metadata: Pick<ObjectMetadata, 'namespace'>) => string | undefined;

/** Where Argo CD is installed unless somebody chooses another namespace. */
const USUAL = 'argocd';

/**
 * Derives the control namespaces, those in which an Argo CD runs, from what Argo CD reads nowhere else: its
 * settings, AppProjects and cluster Secrets. Without any with a namespace it is the one namespace of all Argo
 * Applications and ApplicationSets, or `argocd` when it is one of theirs. A given namespace counts alone.
 * Pure.
 *
 * An Argo Application in a control namespace belongs to the Argo CD there. Another one belongs to the only
 * Argo CD; when there are several, its control namespace is not known.
 */
export function controlNamespaces(resources: ControlEvidence): ControlNamespaceOf {
  const derived = derivations.get(resources) ?? derive(resources);
  derivations.set(resources, derived);
  return derived;
}

/** It is asked for each Argo Application. */
const derivations = new WeakMap<ControlEvidence, ControlNamespaceOf>();

function derive(resources: ControlEvidence): ControlNamespaceOf {
  const all = [...namespacesOf(resources)];
  const known = new Set(all);
  const only = all.length === 1 ? all[0] : undefined;
  return ({ namespace }) => (namespace && known.has(namespace) ? namespace : only);
}

function namespacesOf(resources: ControlEvidence): ReadonlySet<string> {
  const { controlNamespace, settings, projects, clusterSecrets } = resources;
  if (controlNamespace !== undefined) return new Set([controlNamespace]);
  const certain = namespacesIn([...(settings === undefined ? [] : [settings]), ...projects, ...clusterSecrets]);
  if (certain.size > 0) return certain;
  const likely = namespacesIn([...resources.applications, ...resources.roots, ...resources.applicationSets]);
  if (likely.has(USUAL)) return new Set([USUAL]);
  return likely.size === 1 ? likely : new Set();
}

function namespacesIn(found: readonly Found<{ readonly metadata: ObjectMetadata }>[]): ReadonlySet<string> {
  return new Set(found.flatMap(({ resource }) => resource.metadata.namespace || []));
}
