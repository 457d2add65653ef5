import { TRACKING_ANNOTATION } from '../../argocd/application/tracking.js';
import { isRecord } from '../../manifest/kube-object.js';
import type { ManagedFieldsEntry } from './fingerprint.js';

/** Whether a field manager owns the tracking annotation: it has the value that this manager wrote. Pure. */
export function ownsTracking(entry: Pick<ManagedFieldsEntry, 'fieldsV1'> | undefined): boolean {
  const metadata = entry?.fieldsV1?.['f:metadata'];
  const annotations = isRecord(metadata) ? metadata['f:annotations'] : undefined;
  return isRecord(annotations) && Object.hasOwn(annotations, `f:${TRACKING_ANNOTATION}`);
}
