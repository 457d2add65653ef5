import { projectRuleUrl } from '../../host/address.js';
import { recordsOf, textOf, textsOf } from '../../manifest/untyped.js';
import { matchesGlob } from '../glob.js';
import type { ArgoAppProject, GroupKind } from './app-project.js';
import { effectiveSpec } from './effective-spec.js';
import { expressionTests } from './expression-tests.js';

/**
 * A cluster and a namespace, to compare with the destinations of a project. Argo CD knows both the name and
 * the address of a cluster. Here `undefined` is a name or an address that is not known, and `''` is one that
 * the cluster does not have.
 */
export interface PlacedDestination {
  readonly server?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * The rules of an AppProject, exactly as Argo CD decides them. All are pure.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/
 */
export interface ProjectRules {
  permitsRepository(repoURL: string): boolean;
  /** True also when the answer depends on a name or an address that is not known. */
  permitsDestination(destination: PlacedDestination): boolean;
  permitsKind(kind: GroupKind, scope: 'cluster' | 'namespace'): boolean;
  /** Whether Argo Applications may be in a namespace other than Argo CD's own. */
  permitsSourceNamespace(namespace: string): boolean;
}

/** A cluster whose Secret has the project. It is one of the project's destinations without being listed. */
export interface ScopedCluster {
  readonly name: string;
  readonly server?: string;
  /** The namespaces that it serves. Default: all. */
  readonly namespaces?: readonly string[];
}

/**
 * @param project the manifest of the project; for `default` the fields that Argo CD created it with count too
 * @param scoped the clusters of this project
 */
export function projectRules(
  project: Pick<ArgoAppProject, 'spec'> & Partial<Pick<ArgoAppProject, 'metadata'>>,
  scoped: readonly ScopedCluster[] = [],
): ProjectRules {
  const spec = effectiveSpec(project);
  const destinations = [...recordsOf(spec.destinations), ...scoped.flatMap(scopedDestinations)];
  const isScoped = ({ name, server }: PlacedDestination) =>
    scoped.some((cluster) => cluster.name === name || (cluster.server !== undefined && cluster.server === server));
  return {
    permitsRepository: (repoURL) => permitsRepository(textsOf(spec.sourceRepos), projectRuleUrl(repoURL)),
    permitsDestination: (destination) =>
      permitsDestination(destinations, destination) &&
      (spec['permitOnlyProjectScopedClusters'] !== true || isScoped(destination)),
    permitsKind: (kind, scope) => {
      const [allowed, denied] =
        scope === 'cluster'
          ? [spec.clusterResourceWhitelist ?? [], spec['clusterResourceBlacklist']]
          : [spec.namespaceResourceWhitelist, spec['namespaceResourceBlacklist']];
      return (allowed === undefined || allowed === null || isListed(kind, allowed)) && !isListed(kind, denied);
    },
    permitsSourceNamespace: (namespace) =>
      textsOf(spec['sourceNamespaces']).some(
        (pattern) => matchesExpression(namespace, pattern) || matches(namespace, pattern),
      ),
  };
}

/**
 * The part of an object that a project forbids: its kind or its namespace. Cluster-scoped objects have no
 * namespace. Pure.
 */
export function forbiddenPart(
  rules: ProjectRules,
  object: GroupKind & { readonly namespace?: string | undefined },
  cluster: Omit<PlacedDestination, 'namespace'>,
): 'kind' | 'namespace' | undefined {
  const { namespace } = object;
  if (!rules.permitsKind(object, namespace === undefined ? 'cluster' : 'namespace')) return 'kind';
  return namespace === undefined || rules.permitsDestination({ ...cluster, namespace }) ? undefined : 'namespace';
}

function scopedDestinations({
  name,
  server,
  namespaces = ['*'],
}: ScopedCluster): readonly Readonly<Record<string, unknown>>[] {
  // One without an address is ours alone, and goes by its name.
  return namespaces.map((namespace) => (server === undefined ? { name, namespace } : { server, namespace }));
}

/** Matches `/expression/`. An expression that cannot be read, or does not end, matches nothing. */
function matchesExpression(text: string, pattern: string): boolean {
  if (pattern.length < 2 || !pattern.startsWith('/') || !pattern.endsWith('/')) return false;
  try {
    const expression = new RegExp(pattern.slice(1, -1), 'u');
    return expressionTests(expression, text);
  } catch {
    return false;
  }
}

function permitsRepository(patterns: readonly string[], repoURL: string): boolean {
  const denied = patterns.some(
    (pattern) => isDenial(pattern) && matches(repoURL, projectRuleUrl(pattern.slice(1)), '/'),
  );
  // A denial that does not deny permits: Argo CD counts it as a match.
  return !denied && patterns.some((pattern) => isDenial(pattern) || matches(repoURL, projectRuleUrl(pattern), '/'));
}

function permitsDestination(
  items: readonly Readonly<Record<string, unknown>>[],
  { server, name, namespace = '' }: PlacedDestination,
): boolean {
  let permitted = false;
  for (const item of items) {
    const itemName = textOf(item['name']);
    const itemServer = textOf(item['server']);
    const itemNamespace = textOf(item['namespace']);
    const byName = mayMatch(name, itemName);
    const byServer = mayMatch(server, itemServer);
    const byNamespace = matchesOrNotDenied(namespace, itemNamespace);
    if ((byServer || byName) && byNamespace) permitted = true;
    else if (!byName && isDenial(itemName)) return false;
    else if (!byServer && isDenial(itemServer) && byNamespace) return false;
    else if (!byNamespace && isDenial(itemNamespace) && byServer) return false;
  }
  return permitted;
}

/**
 * Whether a name of a cluster may match a pattern. A name that is not known may match every pattern, except a
 * denial.
 */
function mayMatch(known: string | undefined, pattern: string): boolean {
  return known === undefined ? pattern !== '' : known !== '' && matchesOrNotDenied(known, pattern);
}

function matchesOrNotDenied(text: string, pattern: string): boolean {
  return isDenial(pattern) ? !matches(text, pattern.slice(1)) : matches(text, pattern);
}

function matches(text: string, pattern: string, separator?: '/'): boolean {
  return pattern === '*' || matchesGlob(text, pattern, separator);
}

function isListed({ group, kind }: GroupKind, list: unknown): boolean {
  return recordsOf(list).some(
    (item) => matchesGlob(kind, textOf(item['kind']), '/') && matchesGlob(group, textOf(item['group']), '/'),
  );
}

function isDenial(pattern: string): boolean {
  return pattern.startsWith('!');
}
