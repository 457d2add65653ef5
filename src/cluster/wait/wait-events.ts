import { setTimeout as pause } from 'node:timers/promises';
import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { fieldsOf, listOf, numberOf, textOf } from '../health/fields.js';
import type { KubeClient } from '../transport/client.js';
import { listAll } from '../transport/list.js';
import { isWorkload } from './wait-workload.js';

/** Warning events of the namespaces in which something is wrong. */
export interface WarningReader {
  /**
   * The latest warnings about an object, its ReplicaSets, pods and claims, newest first, such as
   * `FailedCreate: pods "web-0" is forbidden: exceeded quota`; none where they may not be read.
   *
   * @param pods those of its current revision
   * @param isDue they belong to what was seen of the object a moment ago. Controllers write a status and send
   * the event that says why apart, and the event may come later: it is looked for again, a few seconds at
   * most
   */
  warningsOf(object: KubeObject, pods: readonly KubeObject[], isDue: boolean): Promise<readonly string[]>;
}

const MOST = 3;
/** Before each further look for an event that is due. */
const PAUSES_MS = [200, 400, 800, 1_600] as const;

/** One request for each namespace and look, however many of its objects are asked about. */
export function createWarningReader(client: KubeClient, signal: AbortSignal): WarningReader {
  const looks = new Map<string, Promise<readonly KubeObject[] | undefined>>();
  const look = (namespace: string, number: number): Promise<readonly KubeObject[] | undefined> => {
    const key = `${number} ${namespace}`;
    const listed = looks.get(key) ?? listWarnings(client, namespace, signal);
    looks.set(key, listed);
    return listed;
  };
  return {
    async warningsOf(object, pods, isDue) {
      const isAbout = aboutAnyOf(object, pods);
      let relevant: readonly KubeObject[] = [];
      for (let number = 0; relevant.length === 0; number++) {
        const listed = await look(object.metadata.namespace ?? 'default', number);
        relevant = (listed ?? []).filter((event) => isAbout(fieldsOf(event, 'involvedObject')));
        const wait = PAUSES_MS[number];
        if (relevant.length > 0 || !isDue || listed === undefined || wait === undefined) break;
        // The end of the wait ends this too. What is known by then is reported.
        await pause(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) break;
      }
      const newest = [...relevant].sort((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1));
      return [...new Set(newest.map((event) => tell(event, object)))].slice(0, MOST);
    },
  };
}

/** Undefined where they may not be read. */
async function listWarnings(
  client: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly KubeObject[] | undefined> {
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
    return (await listAll(client, path, { fieldSelector: 'type=Warning', resourceVersion: '0', signal })).items;
  } catch (error) {
    // An explanation is worth having, never worth failing for.
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}

function aboutAnyOf(
  object: KubeObject,
  pods: readonly KubeObject[],
): (involved: Readonly<Record<string, unknown>>) => boolean {
  const uids = new Set([object, ...pods].flatMap(({ metadata }) => metadata.uid ?? []));
  const claims = new Set(pods.flatMap(claimsOf));
  const { name } = object.metadata;
  return (involved) => {
    const kind = textOf(involved, 'kind');
    const other = textOf(involved, 'name');
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
  const subject =
    textOf(involved, 'uid') === object.metadata.uid ? '' : `${textOf(involved, 'kind')} ${textOf(involved, 'name')}`;
  const text = [subject, textOf(event, 'reason'), textOf(event, 'message').trim()].filter(Boolean).join(': ');
  return times > 1 ? `${text} (${times} times)` : text;
}

function timeOf(event: KubeObject): string {
  return textOf(event, 'lastTimestamp') || textOf(event, 'eventTime') || event.metadata.creationTimestamp || '';
}
