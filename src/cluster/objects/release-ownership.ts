import { TRACKING_ANNOTATION } from '../../argocd/application/tracking.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { APPLYSET } from './applyset.js';
import { FIELD_MANAGER } from './field-manager.js';
import { type ManagedFieldsEntry, managedFieldsOf, ownEntry } from './fingerprint.js';
import { differenceOf, type FieldSet, isEmptySet, unionOf } from './managed-fields-set.js';
import { ownsTracking } from './owns-tracking.js';

/** Who manages an object after we release it: Argo CD, or nobody that is known. */
export type Heir = 'argocd' | 'anybody';

/**
 * The JSON patch that releases exactly the version of an object that was seen: our label goes, and what we
 * own goes to the heir, so that a field which it later gives up is removed. Pure.
 *
 * Argo CD gets it as its own server-side apply would own it, and the tracking annotation stays: its next sync
 * changes nothing, `generation` neither. Anybody else finds it owned as by `kubectl apply`, which is what
 * other tools know how to take over. The tracking annotation goes then, unless somebody else owns it too: an
 * Argo Application that comes to be called like ours would prune the object. That counts as one `generation`
 * of a Deployment, and restarts nothing.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export function releaseOwnership(live: KubeObject, heir: Heir): readonly object[] {
  const own = ownEntry(live);
  const entries = managedFieldsOf(live).filter(({ manager }) => manager !== FIELD_MANAGER);
  const untracks = heir === 'anybody' && ownsTracking(own) && !entries.some(ownsTracking);
  const gone = unionOf([LABEL, ...(untracks ? [TRACKING] : [])]);
  const released = differenceOf(own?.fieldsV1, gone);
  const left =
    own === undefined || isEmptySet(released)
      ? entries
      : inherit(entries, { ...own, ...HEIRS[heir], fieldsV1: released });
  return [
    { op: 'test', path: '/metadata/uid', value: live.metadata.uid },
    { op: 'test', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
    { op: 'remove', path: `/metadata/labels/${escaped(APPLYSET.partOf)}` },
    ...(untracks ? [{ op: 'remove', path: `/metadata/annotations/${escaped(TRACKING_ANNOTATION)}` }] : []),
    // An empty list is not taken as a wish; one empty entry is:
    // https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields
    { op: 'replace', path: '/metadata/managedFields', value: left.length === 0 ? [{}] : left },
  ];
}

const HEIRS: Readonly<Record<Heir, Pick<ManagedFieldsEntry, 'manager' | 'operation'>>> = {
  argocd: { manager: 'argocd-controller', operation: 'Apply' },
  anybody: { manager: 'kubectl-client-side-apply', operation: 'Update' },
};

const LABEL: FieldSet = { 'f:metadata': { 'f:labels': { [`f:${APPLYSET.partOf}`]: {} } } };
const TRACKING: FieldSet = { 'f:metadata': { 'f:annotations': { [`f:${TRACKING_ANNOTATION}`]: {} } } };

/**
 * The API server keeps one entry of each manager: of an apply one in all, of updates one for each API
 * version.
 */
function inherit(entries: readonly ManagedFieldsEntry[], inherited: ManagedFieldsEntry): readonly ManagedFieldsEntry[] {
  const isSame = ({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): boolean =>
    manager === inherited.manager &&
    operation === inherited.operation &&
    !subresource &&
    (operation === 'Apply' || apiVersion === inherited.apiVersion);
  const known = entries.find(isSame);
  if (!known) return [...entries, inherited];
  return entries.map((entry) =>
    entry === known ? { ...known, fieldsV1: unionOf([known.fieldsV1, inherited.fieldsV1]) } : entry,
  );
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
