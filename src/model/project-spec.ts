import type { ArgoAppProject } from '../argocd/project/app-project.js';
import { defined } from '../manifest/defined.js';
import type { AppProjectProps } from './app-project-props.js';
import type { ProjectPolicy, ProjectRole } from './project-role.js';

type Spec = ArgoAppProject['spec'];

/** What the props say of `spec` of an AppProject, but for its permissions. Pure. */
export function projectSpec(project: string, props: AppProjectProps): Partial<Spec> {
  const {
    description,
    clusterResourceBlacklist,
    namespaceResourceWhitelist,
    namespaceResourceBlacklist,
    roles,
    syncWindows,
    orphanedResources,
    sourceNamespaces,
    signatureKeys,
    destinationServiceAccounts,
    permitOnlyProjectScopedClusters,
    spec,
  } = props;
  return {
    ...defined({
      description,
      clusterResourceBlacklist,
      namespaceResourceWhitelist,
      namespaceResourceBlacklist,
      roles: roles?.map((role) => roleOf(project, role)),
      syncWindows,
      orphanedResources,
      sourceNamespaces,
      signatureKeys,
      destinationServiceAccounts,
      permitOnlyProjectScopedClusters,
    }),
    ...spec,
  };
}

function roleOf(project: string, { name, policies, ...role }: ProjectRole): NonNullable<Spec['roles']>[number] {
  const lines = policies?.flatMap((policy) => linesOf(project, name, policy));
  return { name, ...role, ...defined({ policies: lines }) };
}

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/#policy-csv-composition */
function linesOf(
  project: string,
  role: string,
  { resource, actions, objects = ['*'], effect = 'allow' }: ProjectPolicy,
): readonly string[] {
  return objects.flatMap((object) =>
    actions.map((action) => `p, proj:${project}:${role}, ${resource}, ${action}, ${project}/${object}, ${effect}`),
  );
}
