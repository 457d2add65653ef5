import { isTrackedBy } from '../../argocd/application/is-tracked-by.js';
import { identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { DesiredApplication, DesiredObject } from '../objects/desired.js';

interface DeliveredTarget {
  readonly application: Pick<DesiredApplication, 'instance' | 'trackedAs' | 'tracking'>;
  readonly objects: readonly DesiredObject[];
}

const HOOK = 'argocd.argoproj.io/hook';

/**
 * The live objects of an Argo Application that Argo CD delivers, by `identityKey`: what Git has, whatever
 * created it, and what Argo CD tracks as its own though Git has it no more. What hooks and other objects made
 * is not among the latter. Pure.
 */
export function deliveredMembers(
  { application, objects }: DeliveredTarget,
  live: ReadonlyMap<string, KubeObject>,
): ReadonlyMap<string, KubeObject> {
  const wanted = new Set(objects.map(({ identity }) => identityKey(identity)));
  return new Map([...live].filter(([key, object]) => wanted.has(key) || isLeft(object, application)));
}

function isLeft(
  object: KubeObject,
  { instance, trackedAs = instance, tracking }: DeliveredTarget['application'],
): boolean {
  const { annotations, ownerReferences = [] } = object.metadata;
  return annotations?.[HOOK] === undefined && ownerReferences.length === 0 && isTrackedBy(object, trackedAs, tracking);
}
