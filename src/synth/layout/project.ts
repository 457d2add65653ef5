import type { ApplicationDestination, ArgoApplication } from '../../argocd/application/application.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { ANNOTATION } from '../../argocd/labels.js';
import type { ArgoAppProject, GroupKind } from '../../argocd/project/app-project.js';
import { canonicalJson } from '../../manifest/canonical.js';
import { defined } from '../../manifest/defined.js';
import { identityOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { AppProjectProps } from '../../model/app-project-props.js';
import { describePermission } from '../../model/describe-permission.js';
import { projectSpec } from '../../model/project-spec.js';
import type { Scopes } from '../scope.js';
import { needsOf } from './needs-annotation.js';

/** What the Applications of a project need. */
export interface ProjectUse {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly ApplicationDestination[];
  readonly clusterKinds: readonly GroupKind[];
}

/** What one Argo Application with these objects needs of its project. */
export function useOf(application: ArgoApplication, objects: readonly KubeObject[], scopes: Scopes): ProjectUse {
  const { destination, syncPolicy } = application.spec;
  const where = destination.name === undefined ? { server: destination.server } : { name: destination.name };
  const needs = needsOf(application);
  const identities = objects.map(identityOf);
  const namespaces = identities.flatMap((identity) =>
    identity.namespace === undefined || scopes.isClusterScoped(identity) ? [] : [identity.namespace],
  );
  const createsNamespace = syncPolicy?.syncOptions?.includes('CreateNamespace=true') ?? false;
  return {
    sourceRepos: sourcesOf(application).map(({ repoURL }) => repoURL),
    destinations: [destination.namespace, ...namespaces, ...needs.otherNamespaces].map((namespace) => ({
      ...where,
      namespace: namespace ?? '*',
    })),
    clusterKinds: [
      ...(createsNamespace ? [{ group: '', kind: 'Namespace' }] : []),
      ...needs.clusterScopedKinds,
      ...identities.filter((identity) => scopes.isClusterScoped(identity)).map(({ group, kind }) => ({ group, kind })),
    ],
  };
}

export interface ProjectInput {
  readonly name: string;
  readonly namespace: string;
  readonly props: AppProjectProps;
  /** Of the tree that is written now. */
  readonly uses: readonly ProjectUse[];
  /** Of the committed tree: kept once more, so that Argo CD may still delete what leaves with this commit. */
  readonly committedUses: readonly ProjectUse[];
  readonly committed: ArgoAppProject | undefined;
  /** False keeps what the committed project already kept once: nothing to do for `--check`. */
  readonly narrow: boolean;
}

/**
 * The AppProject: everything its Applications use, what props add, and, once more, what the committed project
 * allowed and the committed Applications used. So it widens at once and narrows one commit later: by then the
 * last use is pruned.
 */
export function project({
  name,
  namespace,
  props,
  uses,
  committedUses,
  committed,
  narrow,
}: ProjectInput): ArgoAppProject {
  const keptBefore = new Set(narrow ? [] : keptOnce(committed));
  const keptNow: string[] = [];
  const allowed = <T>(
    used: (use: ProjectUse) => readonly T[],
    added: readonly T[] = [],
    before: readonly T[] = [],
  ): readonly T[] => {
    const needed = unique([...uses.flatMap(used), ...added]);
    const neededKeys = new Set(needed.map(canonicalJson));
    const needless = unique(before).filter((entry) => !neededKeys.has(canonicalJson(entry)));
    const stillUsed = new Set(committedUses.flatMap(used).map(canonicalJson));
    const kept = needless.filter(
      (entry) => stillUsed.has(canonicalJson(entry)) || keptBefore.has(canonicalJson(entry)),
    );
    keptNow.push(...kept.map(canonicalJson));
    return unique([...needed, ...kept]);
  };
  const { permissions = [] } = props;
  const sourceRepos = allowed(
    (use) => use.sourceRepos,
    permissions.flatMap((one) => one.sourceRepos ?? []),
    committed?.spec.sourceRepos,
  );
  const destinations = allowed(
    (use) => use.destinations,
    permissions.flatMap((one) => one.destinations ?? []),
    committed?.spec.destinations,
  );
  const clusterKinds = allowed(
    (use) => use.clusterKinds,
    permissions.flatMap((one) => one.clusterResourceWhitelist ?? []),
    committed?.spec.clusterResourceWhitelist,
  );
  const annotations = {
    ...props.annotations,
    ...(keptNow.length > 0 ? { [ANNOTATION.keptOnce]: `[${keptNow.join(',')}]` } : {}),
    ...(permissions.length > 0 ? { [ANNOTATION.permissions]: permissions.map(describePermission).join('\n') } : {}),
  };
  const { description, ...spec } = projectSpec(name, props);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace,
      ...(props.labels ? { labels: props.labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...props.metadata,
    },
    spec: {
      ...defined({ description }),
      sourceRepos,
      destinations,
      ...(clusterKinds.length > 0 ? { clusterResourceWhitelist: clusterKinds } : {}),
      ...spec,
    },
  };
}

/** What an AppProject still allows though nothing uses it any more. */
export function keptOnce(committed: ArgoAppProject | undefined): readonly string[] {
  try {
    const entries: unknown = JSON.parse(committed?.metadata.annotations?.[ANNOTATION.keptOnce] ?? '[]');
    return Array.isArray(entries) ? entries.map(canonicalJson) : [];
  } catch {
    return [];
  }
}

function unique<T>(entries: readonly T[]): readonly T[] {
  const byKey = new Map(entries.map((entry) => [canonicalJson(entry), entry]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
}
