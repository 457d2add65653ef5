import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { listAll } from '../../../src/cluster/transport/list.js';
import { listPath } from '../../../src/cluster/transport/path.js';
import { canonicalJson } from '../../../src/manifest/canonical.js';
import { isRecord, type KubeObject } from '../../../src/manifest/kube-object.js';
import { progressOf } from './progress-of.js';
import type { Kind, References } from './references.js';
import type { ScenarioFiles } from './scenario-files.js';

/** Kinds that are watched when a scenario mentions them. */
const KINDS =
  'Namespace ResourceQuota LimitRange NetworkPolicy PodDisruptionBudget ServiceAccount Secret ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ClusterRoleBinding Role RoleBinding Service DaemonSet Pod Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress'.split(
    ' ',
  );
/** What controllers and delivery tools write for themselves. */
const OWN_ANNOTATIONS =
  /^(argocd\.argoproj\.io|kubectl\.kubernetes\.io|deployment\.kubernetes\.io|deprecated\.daemonset\.template|batch\.kubernetes\.io|pv\.kubernetes\.io|volume\.)/;
const OWN_LABELS =
  /^(applyset\.kubernetes\.io|app\.kubernetes\.io\/instance|kubernetes\.io\/metadata\.name|cdk8s-gitops\.io|topology\.kubernetes\.io)/;
/** In every namespace, made by controllers. */
const EVERYWHERE: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'default']);
const SETTLED_WITHIN_MS = 5_000;

interface ObservedEvent {
  readonly revision: number;
  readonly line: string;
}

/**
 * Sees everything that happens to the objects of one scenario, in the order in which the API server stored
 * it, whoever does it.
 */
export interface Observer {
  /** The newest revision of the store. */
  now(): Promise<number>;
  /**
   * What happened after a revision, once everything up to this moment was seen: `created ConfigMap/a`,
   * `ready Deployment/web`, …
   */
  since(revision: number): Promise<readonly string[]>;
  close(): void;
}

export interface ObserverOptions {
  readonly client: KubeClient;
  readonly references: References;
  readonly files: ScenarioFiles;
  readonly namespace: string;
}

/**
 * Watches the kinds that the scenario mentions. Resource versions of all kinds come from one counter, so
 * their order is the order of the writes.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function observe({ client, references, files, namespace }: ObserverOptions): Observer {
  const events: ObservedEvent[] = [];
  const ending = new AbortController();
  const builtIn = KINDS.filter((kind) => new RegExp(`\\b${kind}\\b`).test(files.text)).map((kind) =>
    references.kind(kind),
  );
  const kinds = [...builtIn, ...files.ownKinds].map((kind) =>
    watchKind(client, kind, { references, files, namespace, events, signal: ending.signal }),
  );
  return {
    async now() {
      const { body } = await client.request<{ metadata: { resourceVersion: string } }>({
        method: 'GET',
        path: '/api/v1/namespaces',
        query: { limit: 1 },
      });
      return Number(body.metadata.resourceVersion);
    },
    async since(revision) {
      await Promise.all(kinds.map((kind) => kind.settled()));
      return events
        .filter((event) => event.revision > revision)
        .sort((one, other) => one.revision - other.revision)
        .map(({ line }) => line);
    },
    close: () => ending.abort(),
  };
}

interface WatchContext extends Pick<ObserverOptions, 'references' | 'files' | 'namespace'> {
  readonly events: ObservedEvent[];
  readonly signal: AbortSignal;
}

interface Seen {
  readonly revision: number;
  readonly content: string;
  readonly progress: string | undefined;
  readonly isDeleting: boolean;
}

function watchKind(client: KubeClient, kind: Kind, context: WatchContext): { settled(): Promise<void> } {
  const { events, signal } = context;
  const path = listPath(kind, context.namespace);
  const seen = new Map<string, Seen>();
  const isOurs = ({ metadata }: KubeObject) =>
    !EVERYWHERE.has(metadata.name) &&
    !metadata.ownerReferences?.length &&
    (kind.namespaced || context.files.text.includes(metadata.name));
  const look = (object: KubeObject): void => {
    const key = object.metadata.uid ?? '';
    const before = seen.get(key);
    const after = seenOf({ ...object, kind: kind.kind });
    if (!isOurs(object) || (before && before.revision >= after.revision)) return;
    seen.set(key, after);
    const name = context.references.of({ ...object, kind: kind.kind });
    const tell = (verb: string) => events.push({ revision: after.revision, line: `${verb} ${name}` });
    if (!before) tell('created');
    if (before && !after.isDeleting && before.content !== after.content) tell('updated');
    if (after.isDeleting && !before?.isDeleting) tell('deleted');
    if (after.progress !== undefined && before?.progress !== after.progress && !after.isDeleting) tell(after.progress);
  };
  const remove = (object: KubeObject): void => {
    const before = seen.get(object.metadata.uid ?? '');
    if (!before) return;
    seen.delete(object.metadata.uid ?? '');
    const revision = Number(object.metadata.resourceVersion);
    if (!before.isDeleting)
      events.push({ revision, line: `deleted ${context.references.of({ ...object, kind: kind.kind })}` });
  };
  let isServed = false;
  void (async () => {
    while (!signal.aborted) {
      try {
        const { items, resourceVersion } = await listAll(client, path, { signal });
        for (const object of items) look(object);
        isServed = true;
        for await (const event of client.watch(path, { resourceVersion, allowWatchBookmarks: true }, signal)) {
          if (event.type === 'DELETED') remove(event.object);
          else if (event.type !== 'BOOKMARK') look(event.object);
        }
      } catch {
        // a kind that comes with the scenario is not served at first; a watch may end
        if (signal.aborted) return;
        await sleep(50);
      }
    }
  })();
  return {
    async settled() {
      const list = await listAll(client, path).catch(() => undefined);
      if (!list) return; // a kind that comes with the scenario and is not there yet
      const live = new Map(
        list.items.filter(isOurs).map(({ metadata }) => [metadata.uid ?? '', Number(metadata.resourceVersion)]),
      );
      const deadline = Date.now() + SETTLED_WITHIN_MS;
      const isBehind = () =>
        !isServed ||
        [...live].some(([uid, revision]) => (seen.get(uid)?.revision ?? 0) < revision) ||
        [...seen].some(([uid, { revision }]) => !live.has(uid) && revision <= Number(list.resourceVersion));
      while (isBehind() && Date.now() < deadline) await sleep(10);
    },
  };
}

/** What Git may say: no status, and not what the scheduler and the binder of volumes fill in. */
function seenOf(object: KubeObject): Seen {
  const { status: _status, metadata, ...rest } = object as KubeObject & { readonly status?: unknown };
  const { annotations, labels } = metadata;
  const { nodeName: _node, volumeName: _volume, ...spec } = isRecord(rest['spec']) ? rest['spec'] : {};
  const kept = (values: Readonly<Record<string, string>> | undefined, own: RegExp) =>
    Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => !own.test(name)));
  return {
    revision: Number(metadata.resourceVersion),
    content: canonicalJson({
      ...rest,
      spec,
      annotations: kept(annotations, OWN_ANNOTATIONS),
      labels: kept(labels, OWN_LABELS),
    }),
    progress: progressOf(object),
    isDeleting: metadata.deletionTimestamp !== undefined,
  };
}
