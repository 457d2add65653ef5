import type { RunningOwner } from '../../argocd/application/running-owner.js';
import type { Crd } from '../../engines/crd/crd.js';
import type { Jq } from '../../engines/jq/jq.js';
import type { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { StoredInventory } from '../inventory/inventory.js';
import type { KnownSet } from '../objects/adoption.js';
import type { RehearsalPolicy } from '../objects/conflicts.js';
import type { DesiredApplication, DesiredHook, DesiredObject } from '../objects/desired.js';
import type { OwnershipPolicy } from '../objects/ownership-policy.js';
import type { CustomVerdicts } from '../rehearse/judge-custom.js';
import type { Observation } from '../rehearse/observation.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import type { ManagingCluster } from './find-running-owners.js';
import type { Delivered } from './list-delivered.js';
import type { Members } from './members.js';
import type { ObservedNamespace } from './observe-namespace.js';

/* The words of observation: what is to be observed, and how; what was seen; what it means. */

/** One Argo Application as it is to be observed. */
export interface ObservationTarget {
  readonly application: DesiredApplication;
  readonly objects: readonly DesiredObject[];
  readonly hooks: readonly DesiredHook[];
  readonly inventory?: StoredInventory;
}

export interface ObserveOptions {
  readonly client: KubeClient;
  readonly discovery: Discovery;
  readonly inventoryNamespace: string;
  /** Every inventory of the cluster, for the names of other owners. */
  readonly inventories: ReadonlyMap<string, StoredInventory>;
  /** Inventory names of Argo Applications that are in Git but not in this run. */
  readonly elsewhere: ReadonlySet<string>;
  /** Names of the repository whose Git this run reads, as inventories have them. */
  readonly repositories: ReadonlySet<string>;
  readonly adopt: boolean;
  readonly conflicts: RehearsalPolicy;
  readonly ownership?: OwnershipPolicy;
  /** What Argo CD calls this cluster, in addition to its URL and its name in Git. */
  readonly destinations?: readonly string[];
  /** Other clusters of the run, whose Argo CD may deliver to this one. */
  readonly managing?: readonly ManagingCluster[];
  /** Rehearse unchanged objects too. Default: false. */
  readonly everything?: boolean;
  /** Rehearse one of each shape where many objects are created: see `chooseRehearsals`. Default: false. */
  readonly economical?: boolean;
  readonly signal?: AbortSignal;
}

/** What the cluster said about one Argo Application. */
export interface ObservedApplication extends ObservationTarget, ObservedNamespace {
  readonly observations: readonly Observation[];
  readonly members: ReadonlyMap<string, KubeObject>;
  readonly detached: ReadonlySet<string>;
  readonly incomplete: ReadonlyMap<string, GitopsError>;
  /** Namespaces that do not exist, and that this run brings. */
  readonly missing: ReadonlySet<string>;
  /** Every set of the cluster, by id. */
  readonly sets: ReadonlyMap<string, KnownSet>;
  /** What the CustomResourceDefinitions of the run say. */
  readonly verdicts: CustomVerdicts;
  /** Of what Argo CD delivers: where objects that left Git were looked for. */
  readonly searched?: readonly string[];
  /** What is wrong with the Argo Application itself. */
  readonly problems: readonly GitopsError[];
}

/** Options of one observation, with the engines that it starts when it needs them. */
export interface Observing extends ObserveOptions {
  /** Started by the first object that needs it. */
  readonly jq: () => Jq;
  /** Started by the first custom resource whose definition comes with the run. */
  readonly crd: () => Crd;
}

/** What was seen of the whole cluster, and what of it belongs to one Argo Application. */
export interface Seen {
  readonly verdicts: Promise<CustomVerdicts>;
  readonly running: ReadonlyMap<string, RunningOwner>;
  /** Members of its own set, by `identityKey`. */
  readonly own: ReadonlyMap<string, KubeObject>;
  readonly members: Members;
  readonly delivered: Delivered;
  /** What no list showed and was looked up, by `identityKey`. */
  readonly found: ReadonlyMap<string, KubeObject>;
  /** Namespaces that this run brings, with the wave of the Argo Application that brings each first. */
  readonly coming: ReadonlyMap<string, number>;
  readonly missing: ReadonlySet<string>;
  readonly sets: ReadonlyMap<string, KnownSet>;
}
