import type { SyncPhase } from '../../src/argocd/sync/phases.js';
import { objectSyncOptions } from '../../src/argocd/sync/sync-options.js';
import { waveOf } from '../../src/argocd/sync/waves.js';
import type { InventoryEntry } from '../../src/cluster/inventory/inventory.js';
import type { DesiredHook, DesiredObject } from '../../src/cluster/objects/desired.js';
import { FIELD_MANAGER } from '../../src/cluster/objects/field-manager.js';
import { manifestHash, ownershipHash } from '../../src/cluster/objects/fingerprint.js';
import type { Change, DeleteChange } from '../../src/cluster/plan/change.js';
import type { HookRun } from '../../src/cluster/plan/hook-run.js';
import type { Plan } from '../../src/cluster/plan/plan.js';
import type { ApiResource } from '../../src/cluster/transport/discovery.js';
import { groupOf, identityOf, versionOf } from '../../src/manifest/identity.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';

// Plain data for the tables of decisions: what Git has, what lives, what the inventory remembers, and what a
// plan says.

/** An object in a few words. Default: a ConfigMap of `v1` named `a`. */
export interface Sketch {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly wave?: number;
  /** Its annotation `argocd.argoproj.io/sync-options`. */
  readonly options?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly metadata?: Partial<KubeObject['metadata']>;
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

/** The object itself. */
export function objectOf({
  apiVersion = 'v1',
  kind = 'ConfigMap',
  name = 'a',
  namespace,
  wave,
  options,
  metadata,
  ...rest
}: Sketch): KubeObject {
  const annotations: Record<string, string> = { ...rest.annotations };
  if (wave !== undefined) annotations['argocd.argoproj.io/sync-wave'] = String(wave);
  if (options !== undefined) annotations['argocd.argoproj.io/sync-options'] = options;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations, ...metadata },
    ...(rest.spec === undefined ? {} : { spec: rest.spec }),
    ...(rest.data === undefined ? {} : { data: rest.data }),
  };
}

/** A kind as an API server serves it. */
export function resourceOf({ apiVersion, kind, metadata: { namespace } }: KubeObject): ApiResource {
  const resource = `${kind.toLowerCase()}s`;
  return {
    group: groupOf(apiVersion),
    version: versionOf(apiVersion),
    kind,
    resource,
    namespaced: namespace !== undefined,
    verbs: [],
  };
}

/** The object as Git wants it. */
export function desiredOf(sketch: Sketch, more: Partial<DesiredObject> = {}): DesiredObject {
  const manifest = objectOf(sketch);
  return {
    identity: identityOf(manifest),
    resource: resourceOf(manifest),
    manifest,
    hash: manifestHash(manifest),
    wave: waveOf(manifest),
    options: objectSyncOptions(manifest),
    awaitsKind: false,
    ...more,
  };
}

/** The object as it lives after an apply of ours, with the UID `uid-1`. */
export function liveOf(sketch: Sketch, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  const object = objectOf(sketch);
  const fieldsV1 = { 'f:data': Object.fromEntries(Object.keys(sketch.data ?? {}).map((key) => [`f:${key}`, {}])) };
  const managedFields = [
    {
      manager: FIELD_MANAGER,
      operation: 'Apply',
      apiVersion: object.apiVersion,
      time: '2026-01-01T00:00:00Z',
      fieldsV1,
    },
  ];
  return { ...object, metadata: { ...object.metadata, uid: 'uid-1', managedFields, ...metadata } };
}

/** What the inventory remembers of an object that lives as our last apply of this manifest left it. */
export function entryOf(sketch: Sketch, more: Partial<InventoryEntry> = {}): InventoryEntry {
  const { manifest, identity, hash } = desiredOf(sketch);
  return {
    apiVersion: manifest.apiVersion,
    ...identity,
    uid: 'uid-1',
    manifest: hash,
    live: ownershipHash(liveOf(sketch)),
    ...more,
  };
}

export function createOf(sketch: Sketch): Change {
  const desired = desiredOf(sketch);
  return { action: 'create', reason: 'new', desired, manifest: desired.manifest, force: false, taken: [], yielded: [] };
}

export function deleteOf(sketch: Sketch): DeleteChange {
  const live = objectOf(sketch);
  return {
    action: 'delete',
    entry: { apiVersion: live.apiVersion, ...identityOf(live) },
    live,
    resource: resourceOf(live),
  };
}

/** A deletion that a guard forbids. */
export function refuseOf(sketch: Sketch, retained = true): Change {
  return { action: 'refuse', entry: entryOf(sketch), reason: 'pruning is off', retained };
}

export function hookOf(sketch: Sketch, ...phases: readonly SyncPhase[]): DesiredHook {
  return {
    ...desiredOf({ apiVersion: 'batch/v1', kind: 'Job', ...sketch }),
    phases,
    deletePolicies: ['BeforeHookCreation'],
  };
}

/** One run of a hook in a phase. */
export function runOf(phase: SyncPhase, sketch: Sketch): HookRun {
  return {
    action: 'run',
    reason: 'something changes',
    phase,
    desired: hookOf(sketch, phase),
    earlier: [],
    replaces: false,
    resumes: false,
  };
}

/** A plan that does nothing but what is given. */
export function planOf(plan: Partial<Plan>): Plan {
  return {
    changes: [],
    forget: [],
    runs: [],
    remembered: [],
    asArgoCd: false,
    pruneLast: false,
    problems: [],
    ...plan,
  };
}
