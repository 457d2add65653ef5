import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { forbiddenPart } from '../../argocd/project/project-rules.js';
import { withoutCredentials } from '../../host/address.js';
import { describeIdentity, identityKey } from '../../manifest/identity.js';
import type { RenderedApplication } from '../../render/render-application.js';
import { placedIdentity, type Scopes, scopesOf } from '../../synth/scope.js';
import type { CheckedDestination } from '../verdicts/check-destination.js';
import type { Finding } from '../verdicts/finding.js';
import { placedDestination } from '../verdicts/placed-destination.js';

/** A rendered Argo Application with what is known of its destination. */
export interface CheckedApplication {
  readonly rendered: RenderedApplication;
  readonly destination: CheckedDestination;
}

/**
 * Checks what Argo Applications yield: kinds and namespaces that their projects forbid, objects that two of
 * them own on one cluster, and nothing at all.
 *
 * @param roots apps of apps, which are not rendered
 */
export function checkObjects(
  applications: readonly CheckedApplication[],
  roots: readonly ArgoApplication[],
): readonly Finding[] {
  const scopes = scopesOf(
    applications.flatMap(({ rendered }) => rendered.objects),
    [],
  );
  return [
    ...applications.flatMap((one) => [...empty(one), ...forbiddenObjects(one, scopes)]),
    ...twoOwners(applications, scopes, roots),
  ];
}

function empty({ rendered: { application, file, objects } }: CheckedApplication): readonly Finding[] {
  if (objects.length > 0) return [];
  const { name } = application.metadata;
  return [
    {
      rule: 'no-objects',
      level: 'warning',
      message: `Argo Application '${name}' generates no objects`,
      file,
      object: `Application ${name}`,
      hint: 'Add resources, or the values that turn the templates of its chart on, or remove the Argo Application.',
    },
  ];
}

function forbiddenObjects(
  { rendered: { application, file, objects }, destination: { rules, cluster } }: CheckedApplication,
  scopes: Scopes,
): readonly Finding[] {
  if (rules === undefined) return [];
  const { metadata, spec } = application;
  return objects.flatMap((object): Finding[] => {
    const identity = placedIdentity(object, spec.destination.namespace ?? '', scopes);
    const scope = scopes.isClusterScoped(identity) ? 'cluster' : 'namespace';
    const { group, kind, namespace = '' } = identity;
    const part = forbiddenPart(
      rules,
      scope === 'cluster' ? { group, kind } : { group, kind, namespace },
      placedDestination(application, cluster),
    );
    // Its own destination is reported once.
    if (part === undefined || (part === 'namespace' && namespace === (spec.destination.namespace ?? ''))) return [];
    const about = { level: 'error', file, object: describeIdentity(identity) } as const;
    const message = `the AppProject '${projectOf({ spec })}' does not permit '${describeIdentity(identity)}' of Argo Application '${metadata.name}'`;
    if (part === 'kind') {
      const hint = `Add the kind to spec.${scope}ResourceWhitelist of the AppProject, or move the object to another Argo Application.`;
      return [{ ...about, rule: 'forbidden-kind', message, hint }];
    }
    const hint = `Add the namespace '${namespace}' to spec.destinations of the AppProject, or correct metadata.namespace.`;
    return [{ ...about, rule: 'forbidden-namespace', message: `${message} in that namespace`, hint }];
  });
}

function twoOwners(
  applications: readonly CheckedApplication[],
  scopes: Scopes,
  roots: readonly ArgoApplication[],
): readonly Finding[] {
  const owners = new Map<string, RenderedApplication>();
  const folders = [...applications.map(({ rendered }) => rendered.application), ...roots].flatMap(foldersOf);
  return applications.flatMap(({ rendered, destination }) => {
    const { application, file, objects } = rendered;
    const { name, server, namespace = '' } = application.spec.destination;
    const cluster = destination.cluster?.name ?? name ?? withoutCredentials(server ?? '');
    return objects.flatMap((object): Finding[] => {
      if (object.metadata.name === undefined) return [];
      const identity = placedIdentity(object, namespace, scopes);
      const key = `${cluster}\0${identityKey(identity)}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, rendered);
      // Applications with the same name in two folders are reported separately.
      if (owner === undefined || owner.application.metadata.name === application.metadata.name) return [];
      const about = {
        rule: 'two-owners',
        message: `'${describeIdentity(identity)}' on '${cluster}' is of Argo Application '${application.metadata.name}', and of '${owner.application.metadata.name}' too`,
        file,
        object: describeIdentity(identity),
      } as const;
      if (cluster !== IN_CLUSTER || areOfOneArgoCd(owner.file, file, folders))
        return [{ ...about, level: 'error', hint: 'Leave it to one of them.' }];
      const hint =
        'If one Argo CD has both, leave it to one of them. If two Argo CDs have one each, check each by its folder.';
      return [{ ...about, level: 'warning', hint }];
    });
  });
}

const IN_CLUSTER = 'in-cluster';

/** The folders of this repository that an Argo Application reads. */
function foldersOf(application: ArgoApplication): readonly string[] {
  return sourcesOf(application).flatMap(({ path }) => (path === undefined ? [] : [sourceFolder(path)]));
}

/**
 * Every Argo CD has an `in-cluster`. It is the same cluster for Applications in one folder, or of one root.
 */
function areOfOneArgoCd(one: string, other: string, folders: readonly string[]): boolean {
  if (posix.dirname(one) === posix.dirname(other)) return true;
  return folders.some((folder) => [one, other].every((file) => folder === '' || file.startsWith(`${folder}/`)));
}
