import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { podTrouble } from '../health/pod-trouble.js';
import type { KubeClient } from '../transport/client.js';
import { listAll } from '../transport/list.js';
import { follow } from '../transport/watch.js';
import { type NamespacePods, needsReplicaSets } from './wait-workload.js';

/** The pods of namespaces in which something is not healthy; nothing is asked of the server before that. */
export interface PodFollower {
  /**
   * The pods of the workload's namespace as far as they are known; starts to follow them, and looks
   * ReplicaSets up where they matter.
   */
  podsFor(workload: KubeObject): NamespacePods;
  /** Grows whenever `podsFor` would report something new for that namespace. */
  version(namespace: string): number;
}

export interface PodFollowerOptions {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

interface Followed extends NamespacePods {
  isComplete: boolean;
  byOwner: ReadonlyMap<string, readonly KubeObject[]>;
  troubledReplicaSets: ReadonlyMap<string, ReadonlySet<string>>;
  replicaSets: ReadonlyMap<string, readonly KubeObject[]>;
  version: number;
  isListed: boolean;
  isLookingUp: boolean;
  lookedUpAt: number;
  /** How often the pods changed. */
  podChanges: number;
  timer: NodeJS.Timeout | undefined;
  /**
   * For which state of a Deployment and the pods its ReplicaSets were looked up: the same state again gives
   * nothing new.
   */
  readonly answered: Map<string, string>;
}

/** ReplicaSets of a namespace are listed all together, and not more often than this. */
const LOOK_UP_EVERY_MS = 1_000;

/** A user who may not read pods or ReplicaSets gets no explanation, and no error. */
export function createPodFollower({ client, signal, onChange }: PodFollowerOptions): PodFollower {
  const namespaces = new Map<string, Followed>();

  const publish = (followed: Followed, news: Partial<Followed>): void => {
    Object.assign(followed, news);
    followed.isComplete = followed.isListed && !followed.isLookingUp;
    followed.version += 1;
    onChange();
  };

  const start = (namespace: string): Followed => {
    const empty = { byOwner: new Map(), troubledReplicaSets: new Map(), replicaSets: new Map() };
    const followed: Followed = {
      ...empty,
      isComplete: false,
      version: 0,
      isListed: false,
      isLookingUp: false,
      lookedUpAt: Number.NEGATIVE_INFINITY,
      podChanges: 0,
      timer: undefined,
      answered: new Map(),
    };
    namespaces.set(namespace, followed);
    const changed = (pods: ReadonlyMap<string, KubeObject>): void =>
      publish(followed, { isListed: true, podChanges: followed.podChanges + 1, ...indexPods(pods.values()) });
    follow(client, `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`, { signal, onChange: changed }).catch(
      (error: unknown) => {
        if (!GitopsError.is(error)) throw error;
        changed(new Map());
      },
    );
    return followed;
  };

  const lookUp = async (namespace: string, followed: Followed): Promise<void> => {
    followed.isLookingUp = true;
    followed.isComplete = false;
    const path = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/replicasets`;
    const replicaSets = await listAll(client, path, { metadataOnly: true, signal }).then(
      ({ items }) => groupByOwner(items),
      ignoreRefusal,
    );
    publish(followed, { isLookingUp: false, lookedUpAt: performance.now(), ...(replicaSets ? { replicaSets } : {}) });
  };

  /** Now, or as soon as the last look-up is long enough ago. */
  const lookUpSoon = (namespace: string, followed: Followed): void => {
    if (followed.isLookingUp || followed.timer) return;
    const wait = followed.lookedUpAt + LOOK_UP_EVERY_MS - performance.now();
    const begin = (): void => {
      followed.timer = undefined;
      if (!signal.aborted) lookUp(namespace, followed);
    };
    if (wait <= 0) begin();
    else followed.timer = setTimeout(begin, wait).unref();
  };

  return {
    podsFor(workload) {
      const namespace = workload.metadata.namespace ?? '';
      const followed = namespaces.get(namespace) ?? start(namespace);
      const state = `${workload.metadata.resourceVersion} ${followed.podChanges}`;
      if (followed.answered.get(workload.metadata.name) !== state && needsReplicaSets(workload, followed)) {
        followed.answered.set(workload.metadata.name, state);
        lookUpSoon(namespace, followed);
      }
      return followed;
    },
    version: (namespace) => namespaces.get(namespace)?.version ?? 0,
  };
}

function indexPods(pods: Iterable<KubeObject>): Pick<NamespacePods, 'byOwner' | 'troubledReplicaSets'> {
  const byOwner = groupByOwner(pods);
  const troubledReplicaSets = new Map<string, Set<string>>();
  for (const [uid, owned] of byOwner) {
    const owner = controllerOf(owned[0]!);
    if (owner?.kind !== 'ReplicaSet' || !owned.some(podTrouble)) continue;
    // A ReplicaSet is named after its Deployment and the hash of its template.
    const deployment = owner.name.slice(0, owner.name.lastIndexOf('-'));
    troubledReplicaSets.set(deployment, (troubledReplicaSets.get(deployment) ?? new Set()).add(uid));
  }
  return { byOwner, troubledReplicaSets };
}

function groupByOwner(objects: Iterable<KubeObject>): Map<string, KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const uid = controllerOf(object)?.uid;
    if (uid === undefined) continue;
    const group = groups.get(uid) ?? [];
    group.push(object);
    groups.set(uid, group);
  }
  return groups;
}

function controllerOf({ metadata }: KubeObject) {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

function ignoreRefusal(error: unknown): undefined {
  if (!GitopsError.is(error)) throw error;
}
