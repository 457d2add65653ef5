import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { DesiredApplication, DesiredObject } from '../../cluster/objects/desired.js';
import type { ObservedApplication } from '../../cluster/observe/observed-application.js';
import { GitopsError } from '../../errors.js';
import { describeIdentity, type ObjectIdentity } from '../../manifest/identity.js';

/**
 * The objects that an Argo Application wants though its AppProject does not permit their kind or namespace.
 * Pure; whether a kind is namespaced, the cluster has said.
 */
export function forbiddenObjects(
  application: DesiredApplication,
  objects: readonly Pick<DesiredObject, 'identity'>[],
): readonly GitopsError[] {
  const { project } = application;
  if (project === undefined) return [];
  return objects
    .filter(({ identity }) => !project.permits(identity))
    .map(({ identity }) => forbidden(application, project.name, identity));
}

/**
 * The objects that an Argo Application wants outside of the namespaces in which its cluster is managed, as
 * its cluster Secret says. Pure.
 */
export function unmanagedObjects(
  { name, file }: DesiredApplication,
  { name: cluster, namespaces = [], clusterResources = false }: ClusterSecret,
  objects: readonly Pick<DesiredObject, 'identity'>[],
): readonly GitopsError[] {
  if (namespaces.length === 0) return [];
  return objects
    .filter(({ identity: { namespace } }) =>
      namespace === undefined ? !clusterResources : !namespaces.includes(namespace),
    )
    .map(({ identity }) => {
      const object = describeIdentity(identity);
      const hint =
        identity.namespace === undefined
          ? 'Set clusterResources: "true" in it'
          : "Add its namespace to 'namespaces' in it";
      return new GitopsError(
        'WORKFLOW_NAMESPACE_UNMANAGED',
        `the cluster Secret of '${cluster}' does not let ${object} of '${name}' be managed there`,
        {
          object,
          source: { file },
          hint: `${hint}, or move the object to another Argo Application.`,
        },
      );
    });
}

/**
 * A destination namespace that would have to be created or labelled, and may not be: Argo CD asks its project
 * for that as for any object. Pure.
 */
export function forbiddenNamespace(
  application: DesiredApplication,
  { createNamespace, manageNamespace }: Pick<ObservedApplication, 'createNamespace' | 'manageNamespace'>,
): readonly GitopsError[] {
  const name = createNamespace ?? manageNamespace?.manifest.metadata.name;
  return name === undefined
    ? []
    : forbiddenObjects(application, [{ identity: { group: '', kind: 'Namespace', name } }]);
}

function forbidden({ name, file }: DesiredApplication, project: string, identity: ObjectIdentity): GitopsError {
  const object = describeIdentity(identity);
  const list =
    identity.namespace === undefined
      ? 'clusterResourceWhitelist'
      : 'namespaceResourceWhitelist and its namespace in spec.destinations';
  return new GitopsError(
    'WORKFLOW_PROJECT_FORBIDDEN',
    `the AppProject '${project}' does not permit ${object} of '${name}'`,
    {
      object,
      source: { file },
      hint: `Allow its kind in spec.${list} of the AppProject, or move the object to another Argo Application.`,
    },
  );
}
