import { GitopsError } from '../errors.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { KubeClient } from './client.js';
import { type NamespacePods, unknownReplicaSets } from './wait-workload.js';
import { follow } from './watch.js';

/** The pods of namespaces in which something is not healthy; nothing is asked of the server before that. */
export interface PodFollower {
  /** The pods of the workload's namespace as far as they are known; starts to follow them, and looks up ReplicaSets that matter. */
  podsFor(workload: KubeObject): NamespacePods;
  /** Grows whenever `podsFor` would tell something new for that namespace. */
  version(namespace: string): number;
}

interface Followed {
  version: number;
  isListed: boolean;
  pending: number;
  readonly isComplete: boolean;
  byOwner: Map<string, KubeObject[]>;
  readonly replicaSets: Map<string, KubeObject>;
  /** When a ReplicaSet was last asked for, as the workload's resourceVersion: its revision may have changed since. */
  readonly asked: Map<string, string>;
}

export interface PodFollowerOptions {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

/** Whoever may not read pods gets no explanation, and no error. */
export function createPodFollower({ client, signal, onChange }: PodFollowerOptions): PodFollower {
  const namespaces = new Map<string, Followed>();

  const start = (namespace: string): Followed => {
    const followed: Followed = {
      version: 0,
      isListed: false,
      pending: 0,
      byOwner: new Map(),
      replicaSets: new Map(),
      asked: new Map(),
      get isComplete() {
        return this.isListed && this.pending === 0;
      },
    };
    namespaces.set(namespace, followed);
    const changed = (pods: ReadonlyMap<string, KubeObject>): void => {
      followed.isListed = true;
      followed.byOwner = groupByOwner(pods.values());
      followed.version += 1;
      onChange();
    };
    follow(client, `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`, { signal, onChange: changed }).catch((error: unknown) => {
      ignoreRefusal(error);
      changed(new Map());
    });
    return followed;
  };

  const lookUp = async (namespace: string, name: string, followed: Followed): Promise<void> => {
    const path = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/replicasets/${encodeURIComponent(name)}`;
    followed.pending += 1;
    try {
      const { body } = await client.request<KubeObject>({ method: 'GET', path }, signal);
      followed.replicaSets.set(body.metadata.uid ?? '', body);
    } catch (error) {
      ignoreRefusal(error);
    } finally {
      followed.pending -= 1;
      followed.version += 1;
      onChange();
    }
  };

  return {
    podsFor(workload) {
      const namespace = workload.metadata.namespace ?? '';
      const followed = namespaces.get(namespace) ?? start(namespace);
      for (const name of unknownReplicaSets(workload, followed)) {
        const moment = workload.metadata.resourceVersion ?? '';
        if (followed.asked.get(name) === moment) continue;
        followed.asked.set(name, moment);
        void lookUp(namespace, name, followed);
      }
      return followed;
    },
    version: (namespace) => namespaces.get(namespace)?.version ?? 0,
  };
}

function groupByOwner(pods: Iterable<KubeObject>): Map<string, KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller);
    if (!owner) continue;
    const group = groups.get(owner.uid) ?? [];
    group.push(pod);
    groups.set(owner.uid, group);
  }
  return groups;
}

function ignoreRefusal(error: unknown): void {
  if (!GitopsError.is(error)) throw error;
}
