import { describeIdentity, identityKey } from '../manifest/identity.js';
import type { RenderedApplication } from '../render/render-applications.js';
import { placedIdentity, type Scopes, scopesOf } from '../synth/scope.js';
import type { CheckedDestination } from './check-destination.js';
import type { Finding } from './finding.js';

/** A rendered Argo Application with what is known of its destination. */
export interface CheckedApplication {
  readonly rendered: RenderedApplication;
  readonly destination: CheckedDestination;
}

/** Checks what Argo Applications yield: kinds that their projects forbid, objects that two of them own on one cluster, and nothing at all. */
export function checkObjects(applications: readonly CheckedApplication[]): readonly Finding[] {
  const scopes = scopesOf(
    applications.flatMap(({ rendered }) => rendered.objects),
    [],
  );
  return [...applications.flatMap((one) => [...empty(one), ...forbiddenKinds(one, scopes)]), ...twoOwners(applications, scopes)];
}

function empty({ rendered: { application, file, objects } }: CheckedApplication): readonly Finding[] {
  if (objects.length > 0) return [];
  const { name } = application.metadata;
  return [
    {
      rule: 'no-objects',
      level: 'error',
      message: `Argo Application '${name}' yields no object`,
      file,
      object: `Application ${name}`,
      hint: 'Add resources to its kustomization or folder, or remove the Argo Application.',
    },
  ];
}

function forbiddenKinds(
  { rendered: { application, file, objects }, destination: { rules } }: CheckedApplication,
  scopes: Scopes,
): readonly Finding[] {
  if (rules === undefined) return [];
  const { metadata, spec } = application;
  return objects.flatMap((object): Finding[] => {
    const identity = placedIdentity(object, spec.destination.namespace ?? '', scopes);
    const scope = scopes.isClusterScoped(identity) ? 'cluster' : 'namespace';
    if (rules.permitsKind(identity, scope)) return [];
    return [
      {
        rule: 'forbidden-kind',
        level: 'error',
        message: `the AppProject '${spec.project || 'default'}' does not permit '${describeIdentity(identity)}' of Argo Application '${metadata.name}'`,
        file,
        object: describeIdentity(identity),
        hint: `Add the kind to spec.${scope}ResourceWhitelist of the AppProject, or move the object to another Argo Application.`,
      },
    ];
  });
}

function twoOwners(applications: readonly CheckedApplication[], scopes: Scopes): readonly Finding[] {
  const owners = new Map<string, string>();
  return applications.flatMap(({ rendered: { application, file, objects }, destination }) => {
    const { name, server, namespace = '' } = application.spec.destination;
    const cluster = destination.cluster?.name ?? name ?? server ?? '';
    return objects.flatMap((object): Finding[] => {
      if (object.metadata.name === undefined) return [];
      const identity = placedIdentity(object, namespace, scopes);
      const key = `${cluster}\0${identityKey(identity)}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, application.metadata.name);
      if (owner === undefined) return [];
      return [
        {
          rule: 'two-owners',
          level: 'error',
          message: `'${describeIdentity(identity)}' on '${cluster}' is of Argo Application '${application.metadata.name}', and of '${owner}' too`,
          file,
          object: describeIdentity(identity),
          hint: 'Leave it to one of them.',
        },
      ];
    });
  });
}
