import type { ObjectIdentity } from '../../manifest/identity.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { anyText } from '../../manifest/untyped.js';
import { ANNOTATION } from '../labels.js';

/** An Argo Application that a running Argo CD delivers. */
export interface RunningOwner {
  /** `<namespace>/<name>`. */
  readonly application: string;
  /** True when Argo CD syncs it automatically. */
  readonly automated: boolean;
}

/** How a running Argo CD addresses a cluster. */
export interface ArgoCdPlace {
  /** Names and addresses of the cluster in `spec.destination` of Applications, besides `in-cluster`. */
  readonly destinations: readonly string[];
  /** True when the Applications are in this cluster, so that `in-cluster` means it. */
  readonly isHome: boolean;
}

/**
 * Argo CD's field managers: first the one of server-side apply, then those of older versions and of its UI.
 */
const FIELD_MANAGERS: readonly string[] = ['argocd-controller', 'argocd-application-controller', 'argocd-server'];
const IN_CLUSTER = ['https://kubernetes.default.svc', 'in-cluster'];

/** True when an object has fields that Argo CD wrote and still owns. */
export function isWrittenByArgoCd(object: Pick<KubeObject, 'metadata'>): boolean {
  return (object.metadata.managedFields ?? []).some(
    (entry) =>
      isRecord(entry) &&
      FIELD_MANAGERS.includes(anyText(entry['manager'])) &&
      ownsMoreThanMemory(recordOf(entry['fieldsV1'])),
  );
}

/**
 * True when an entry has more fields than kubectl's record of the last apply, which stays when another
 * manager has taken over.
 */
function ownsMoreThanMemory({ 'f:metadata': metadata, ...others }: Readonly<Record<string, unknown>>): boolean {
  const { 'f:annotations': annotations, ...more } = recordOf(metadata);
  const { 'f:kubectl.kubernetes.io/last-applied-configuration': _, '.': itself, ...further } = recordOf(annotations);
  return [others, more, further].some((part) => Object.keys(part).length > 0);
}

/**
 * The Argo Application by which a running Argo CD delivers an object; undefined without evidence of one.
 * Pure.
 *
 * Evidence is an Application that Argo CD has reconciled: its `status.resources` has the object. Its
 * destination is this cluster. It is not being deleted, not paused (`argocd.argoproj.io/skip-reconcile`), and
 * not one that `sync` delivers while Argo CD only shows it. The caller has checked `isWrittenByArgoCd`
 * before.
 *
 * @param applications the Applications in the cluster of Argo CD
 */
export function runningOwner(
  identity: ObjectIdentity,
  applications: readonly KubeObject[],
  where: ArgoCdPlace,
): RunningOwner | undefined {
  const owner = applications.find((application) => lists(application, identity, where) && isActive(application));
  return owner && { application: `${owner.metadata.namespace}/${owner.metadata.name}`, automated: isAutomated(owner) };
}

/**
 * True when an Argo Application that is not being deleted lists an object. It may be paused, or only show
 * what sync delivers. Pure; see `runningOwner`.
 */
export function isListedByArgoCd(
  identity: ObjectIdentity,
  applications: readonly KubeObject[],
  where: ArgoCdPlace,
): boolean {
  return applications.some(
    (application) => application.metadata.deletionTimestamp === undefined && lists(application, identity, where),
  );
}

function lists(
  application: KubeObject,
  { group, kind, namespace, name }: ObjectIdentity,
  { destinations, isHome }: ArgoCdPlace,
): boolean {
  const here = [...destinations, ...(isHome ? IN_CLUSTER : [])];
  const { destination = {} } = recordOf(application['spec']) as { destination?: Readonly<Record<string, unknown>> };
  const resources = recordOf(application['status'])['resources'];
  const goesHere = [destination['server'], destination['name']].some(
    (one) => typeof one === 'string' && here.includes(one),
  );
  const isIt = (item: unknown): boolean =>
    isRecord(item) &&
    (item['group'] ?? '') === group &&
    item['kind'] === kind &&
    item['name'] === name &&
    (item['namespace'] || undefined) === namespace;
  return goesHere && Array.isArray(resources) && resources.some(isIt);
}

function isActive(application: KubeObject): boolean {
  const { annotations, deletionTimestamp } = application.metadata;
  if (deletionTimestamp || annotations?.['argocd.argoproj.io/skip-reconcile'] === 'true') return false;
  return annotations?.[ANNOTATION.delivery] !== 'sync' || isAutomated(application);
}

function isAutomated(application: KubeObject): boolean {
  const automated = recordOf(recordOf(application['spec'])['syncPolicy'])['automated'];
  return isRecord(automated) && automated['enabled'] !== false;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
