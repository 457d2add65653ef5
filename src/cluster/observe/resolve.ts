import { ignoreRulesFor } from '../../argocd/application/ignore-differences.js';
import { type Hook, hookOf } from '../../argocd/sync/hooks.js';
import type { SyncOptionName } from '../../argocd/sync/sync-option-table.js';
import { objectSyncOptions, optionIn, syncOption } from '../../argocd/sync/sync-options.js';
import { waveOf } from '../../argocd/sync/waves.js';
import { GitopsError } from '../../errors.js';
import { describeObject, groupOf, identityKey, type ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { setIdOf } from '../inventory/set-id.js';
import type { DesiredApplication, DesiredHook, DesiredObject } from '../objects/desired.js';
import { manifestHash } from '../objects/fingerprint.js';
import { guessResource } from '../objects/guess-resource.js';
import { type Ownership, prepareManifest } from '../objects/prepare-manifest.js';
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
  readonly hooks: readonly DesiredHook[];
  readonly problems: readonly GitopsError[];
}

/**
 * Finds the kind of every object in the cluster, gives each its namespace, and refuses what cannot be sent.
 * Pure.
 */
export function resolveObjects(application: DesiredApplication, options: ResolveOptions): ResolvedObjects {
  const problems: GitopsError[] = [];
  const objects = new Map<string, DesiredObject>();
  const hooks: DesiredHook[] = [];
  const setId = setIdOf(application, options.inventoryNamespace);
  for (const object of application.objects) {
    const hook = hookOf(object);
    if (hook === 'ignored') continue;
    const resolved =
      hook === 'none'
        ? resolveObject(object, application, options, setId)
        : resolveHook(object, hook, application, options, setId);
    const isTaken = (one: DesiredObject | DesiredHook) =>
      objects.has(identityKey(one.identity)) || hooks.some((other) => runTogether(other, one));
    if (GitopsError.is(resolved)) problems.push(resolved);
    else if (isTaken(resolved)) problems.push(duplicate(object, application));
    else if (isHook(resolved)) hooks.push(resolved);
    else objects.set(identityKey(resolved.identity), resolved);
  }
  return { objects: [...objects.values()], hooks, problems };
}

/**
 * Two hooks may share a name when they run in different phases: the later one replaces the earlier one. An
 * object and a hook may not.
 */
function runTogether(hook: DesiredHook, other: DesiredObject | DesiredHook): boolean {
  if (hook.template || identityKey(hook.identity) !== identityKey(other.identity)) return false;
  return !isHook(other) || other.phases.some((phase) => hook.phases.includes(phase));
}

function isHook(object: DesiredObject | DesiredHook): object is DesiredHook {
  return 'phases' in object;
}

function resolveHook(
  object: KubeObject,
  { phases, deletePolicies }: Hook,
  application: DesiredApplication,
  options: ResolveOptions,
  setId: string,
): DesiredHook | GitopsError {
  const { name, generateName } = object.metadata;
  if (name || !generateName) {
    const resolved = resolveObject(object, application, options, setId);
    return GitopsError.is(resolved) ? resolved : { ...resolved, phases, deletePolicies };
  }
  const resolved = resolveObject(
    { ...object, metadata: { ...object.metadata, name: `${generateName}*` } },
    application,
    options,
    setId,
  );
  if (GitopsError.is(resolved)) return resolved;
  return {
    ...resolved,
    phases,
    deletePolicies,
    template: { object, prefix: generateName, owner: ownerOf(application, setId) },
  };
}

function resolveObject(
  object: KubeObject,
  application: DesiredApplication,
  options: ResolveOptions,
  setId: string,
): DesiredObject | GitopsError {
  if (!object.metadata.name) return unnamed(object, application);
  const served = options.discovery.find(object.apiVersion, object.kind);
  const option = (name: SyncOptionName) => syncOption(name, objectSyncOptions(object), application.syncOptions);
  const upcoming = options.upcoming.find(
    (kind) => kind.kind === object.kind && `${kind.group}/${kind.version}` === object.apiVersion,
  );
  const isAwaited =
    option('SkipDryRunOnMissingResource') === 'true' &&
    !options.discovery.unavailableGroups.includes(groupOf(object.apiVersion));
  const resource = served ?? upcoming ?? (isAwaited ? guessResource(object) : undefined);
  if (!resource) return unknownKind(object, application, options);
  const namespace = resource.namespaced ? (object.metadata.namespace ?? application.namespace) : undefined;
  if (resource.namespaced && !namespace) return withoutNamespace(object, application);
  const identity: ObjectIdentity = {
    group: resource.group,
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name: object.metadata.name,
  };
  const manifest = prepareManifest(object, identity, ownerOf(application, setId));
  const ignored = ignoredOf(application, identity);
  return {
    identity,
    resource,
    manifest,
    hash: manifestHash(manifest, ignored),
    ...(ignored ? { ignored } : {}),
    ...(option('Validate') === 'false' ? { validate: false as const } : {}),
    ...(option('Replace') === 'true' ? { replace: true as const } : {}),
    wave: waveOf(object),
    options: objectSyncOptions(object),
    awaitsKind: served === undefined,
  };
}

function ignoredOf(
  { ignoreDifferences = [], syncOptions }: DesiredApplication,
  identity: ObjectIdentity,
): DesiredObject['ignored'] {
  const rules = ignoreRulesFor(ignoreDifferences, identity);
  return rules.length === 0
    ? undefined
    : { rules, respected: optionIn(syncOptions, 'RespectIgnoreDifferences') === 'true' };
}

function ownerOf(
  { instance, trackedAs = instance, namespace, tracking, argocd }: DesiredApplication,
  setId: string,
): Ownership {
  return {
    trackedAs,
    namespace,
    ...(argocd ? {} : { setId }),
    ...(tracking ? { tracking } : {}),
  };
}

function duplicate(object: KubeObject, application: DesiredApplication): GitopsError {
  return new GitopsError(
    'CLUSTER_DUPLICATE_OBJECT',
    `${describeObject(object)} appears twice in the Argo Application '${application.name}'`,
    {
      object: describeObject(object),
      source: { file: application.file },
      hint: 'Give one of the two another name or namespace.',
    },
  );
}

function unknownKind(object: KubeObject, application: DesiredApplication, options: ResolveOptions): GitopsError {
  const context = { object: describeObject(object), source: { file: application.file } };
  if (options.discovery.unavailableGroups.includes(groupOf(object.apiVersion))) {
    return new GitopsError(
      'CLUSTER_GROUP_UNAVAILABLE',
      `cluster '${options.cluster}' cannot say now what '${groupOf(object.apiVersion)}' serves`,
      {
        ...context,
        hint: 'Correct the APIService of that group: kubectl get apiservices.',
      },
    );
  }
  return new GitopsError(
    'CLUSTER_UNKNOWN_KIND',
    `cluster '${options.cluster}' does not serve '${object.kind}' of '${object.apiVersion}'`,
    {
      ...context,
      hint: 'Install its CustomResourceDefinition first (same application, or one of an earlier wave), or correct apiVersion and kind.',
    },
  );
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
  return new GitopsError(
    'MANIFEST_INVALID_OBJECT',
    `${object.kind} '${object.metadata.generateName}' has only a generateName`,
    {
      source: { file: application.file },
      hint: 'Give it metadata.name; only hooks may go without.',
    },
  );
}
