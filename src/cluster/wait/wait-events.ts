import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { fieldsOf, listOf, numberOf, textOf } from '../health/fields.js';
import type { KubeClient } from '../transport/client.js';
import { listAll } from '../transport/list.js';
import { isWorkload } from './wait-workload.js';

/** Warning events of the namespaces in which something is wrong. */
export interface WarningReader {
  /**
   * The latest warnings about an object, its ReplicaSets, pods and claims, newest first, such as `FailedCreate: pods "web-0" is forbidden: exceeded quota`; none where they may not be read.
   *
   * @param pods those of its current revision
   */
  warningsOf(object: KubeObject, pods: readonly KubeObject[]): Promise<readonly string[]>;
}

const MOST = 3;

/** One request for each namespace, however many of its objects are asked about. */
export function createWarningReader(client: KubeClient, signal: AbortSignal): WarningReader {
  const namespaces = new Map<string, Promise<readonly KubeObject[]>>();
  return {
    async warningsOf(object, pods) {
      const namespace = object.metadata.namespace ?? 'default';
      const listed = namespaces.get(namespace) ?? listWarnings(client, namespace, signal);
      namespaces.set(namespace, listed);
      const isAbout = aboutAnyOf(object, pods);
      const relevant = (await listed).filter((event) => isAbout(fieldsOf(event, 'involvedObject')));
      const newest = [...relevant].sort((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1));
      return [...new Set(newest.map((event) => tell(event, object)))].slice(0, MOST);
    },
  };
}

async function listWarnings(client: KubeClient, namespace: string, signal: AbortSignal): Promise<readonly KubeObject[]> {
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
    return (await listAll(client, path, { fieldSelector: 'type=Warning', resourceVersion: '0', signal })).items;
  } catch (error) {
    // An explanation is worth having, never worth failing for.
    if (GitopsError.is(error)) return [];
    throw error;
  }
}

function aboutAnyOf(object: KubeObject, pods: readonly KubeObject[]): (involved: Readonly<Record<string, unknown>>) => boolean {
  const uids = new Set([object, ...pods].flatMap(({ metadata }) => metadata.uid ?? []));
  const claims = new Set(pods.flatMap(claimsOf));
  const { name } = object.metadata;
  return (involved) => {
    const [kind, other] = [textOf(involved, 'kind'), textOf(involved, 'name')];
    if (uids.has(textOf(involved, 'uid'))) return true;
    if (kind === 'PersistentVolumeClaim') return claims.has(other);
    // A ReplicaSet is named after its Deployment and the hash of its template.
    return kind === 'ReplicaSet' && isWorkload(object) && other.slice(0, other.lastIndexOf('-')) === name;
  };
}

function claimsOf({ spec }: KubeObject): readonly string[] {
  return listOf(spec, 'volumes')
    .filter(isRecord)
    .map((volume) => textOf(fieldsOf(volume, 'persistentVolumeClaim'), 'claimName'))
    .filter((name) => name !== '');
}

function tell(event: KubeObject, object: KubeObject): string {
  const involved = fieldsOf(event, 'involvedObject');
  const times = Math.max(numberOf(event, 'count'), numberOf(fieldsOf(event, 'series'), 'count'));
  const subject = textOf(involved, 'uid') === object.metadata.uid ? '' : `${textOf(involved, 'kind')} ${textOf(involved, 'name')}`;
  const text = [subject, textOf(event, 'reason'), textOf(event, 'message').trim()].filter(Boolean).join(': ');
  return times > 1 ? `${text} (${times} times)` : text;
}

function timeOf(event: KubeObject): string {
  return textOf(event, 'lastTimestamp') || textOf(event, 'eventTime') || event.metadata.creationTimestamp || '';
}
