import { hookOf } from '../../argocd/hooks.js';
import { objectSyncOptions } from '../../argocd/sync-options.js';
import { waveOf } from '../../argocd/waves.js';
import { GitopsError } from '../../errors.js';
import { describeObject, groupOf, identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { inventoryName } from '../inventory/name.js';
import { applysetId } from '../objects/applyset.js';
import type { DesiredApplication, DesiredObject } from '../objects/desired.js';
import { manifestHash } from '../objects/fingerprint.js';
import { prepareManifest } from '../objects/prepare-manifest.js';
import type { ApiResource, Discovery } from '../transport/discovery.js';

export interface ResolveOptions {
  readonly cluster: string;
  readonly discovery: Discovery;
  /** Kinds that CRDs of this run will define. */
  readonly upcoming: readonly ApiResource[];
  readonly inventoryNamespace: string;
}

/** The objects of an Argo Application as they will be sent, and everything that is wrong with them. */
export interface ResolvedObjects {
  readonly objects: readonly DesiredObject[];
  readonly problems: readonly GitopsError[];
}

/** Finds the kind of every object in the cluster, gives each its namespace, and refuses what cannot be sent. Pure. */
export function resolveObjects(application: DesiredApplication, options: ResolveOptions): ResolvedObjects {
  const problems: GitopsError[] = [];
  const objects = new Map<string, DesiredObject>();
  const setId = applysetId({ name: inventoryName(application.instance), namespace: options.inventoryNamespace });
  for (const object of application.objects) {
    if (hookOf(object) === 'ignored') continue;
    const resolved = resolveObject(object, application, options, setId);
    if (GitopsError.is(resolved)) problems.push(resolved);
    else if (objects.has(identityKey(resolved.identity))) problems.push(duplicate(object, application));
    else objects.set(identityKey(resolved.identity), resolved);
  }
  return { objects: [...objects.values()], problems };
}

function resolveObject(object: KubeObject, application: DesiredApplication, options: ResolveOptions, setId: string): DesiredObject | GitopsError {
  const hook = hookOf(object);
  if (typeof hook === 'object') return unsupportedHook(object, hook.phases, application);
  if (!object.metadata.name) return unnamed(object, application);
  const served = options.discovery.find(object.apiVersion, object.kind);
  const resource = served ?? options.upcoming.find((kind) => kind.kind === object.kind && `${kind.group}/${kind.version}` === object.apiVersion);
  if (!resource) return unknownKind(object, application, options);
  const namespace = resource.namespaced ? (object.metadata.namespace ?? application.namespace) : undefined;
  if (resource.namespaced && !namespace) return withoutNamespace(object, application);
  const identity: ObjectIdentity = { group: resource.group, kind: object.kind, ...(namespace ? { namespace } : {}), name: object.metadata.name };
  const owner = { instance: application.instance, namespace: application.namespace, setId };
  const manifest = prepareManifest(object, identity, owner);
  return {
    identity,
    resource,
    manifest,
    hash: manifestHash(manifest),
    wave: waveOf(object),
    options: objectSyncOptions(object),
    awaitsKind: served === undefined,
  };
}

function duplicate(object: KubeObject, application: DesiredApplication): GitopsError {
  return new GitopsError('CLUSTER_DUPLICATE_OBJECT', `${describeObject(object)} appears twice in the Argo Application '${application.name}'`, {
    object: describeObject(object),
    source: { file: application.file },
    hint: 'Give one of the two another name or namespace.',
  });
}

function unknownKind(object: KubeObject, application: DesiredApplication, options: ResolveOptions): GitopsError {
  const context = { object: describeObject(object), source: { file: application.file } };
  if (options.discovery.unavailableGroups.includes(groupOf(object.apiVersion))) {
    return new GitopsError('CLUSTER_GROUP_UNAVAILABLE', `cluster '${options.cluster}' cannot say now what '${groupOf(object.apiVersion)}' serves`, {
      ...context,
      hint: 'Mend the APIService of that group: kubectl get apiservices.',
    });
  }
  return new GitopsError('CLUSTER_UNKNOWN_KIND', `cluster '${options.cluster}' does not serve '${object.kind}' of '${object.apiVersion}'`, {
    ...context,
    hint: 'Install its CustomResourceDefinition first (same application, or one of an earlier wave), or correct apiVersion and kind.',
  });
}

function withoutNamespace(object: KubeObject, application: DesiredApplication): GitopsError {
  return new GitopsError(
    'CLUSTER_NAMESPACE_MISSING',
    `${describeObject(object)} names no namespace, and neither does the Argo Application '${application.name}'`,
    {
      object: describeObject(object),
      source: { file: application.file },
      hint: 'Set spec.destination.namespace, or metadata.namespace of the object.',
    },
  );
}

function unnamed(object: KubeObject, application: DesiredApplication): GitopsError {
  return new GitopsError('MANIFEST_INVALID_OBJECT', `${object.kind} '${object.metadata.generateName}' has only a generateName`, {
    source: { file: application.file },
    hint: 'Give it metadata.name; only hooks may go without.',
  });
}

function unsupportedHook(object: KubeObject, phases: string, application: DesiredApplication): GitopsError {
  return new GitopsError('CLUSTER_HOOK_UNSUPPORTED', `${describeObject(object)} is a hook ('${phases}')`, {
    object: describeObject(object),
    source: { file: application.file },
    hint: 'Deliver this Argo Application by Argo CD (delivery argocd), or make the hook an ordinary object in a sync wave.',
  });
}
