import type { DesiredObject } from '../../cluster/objects/desired.js';
import { isRecord } from '../../manifest/kube-object.js';

/**
 * Why an object that was synced does not exist, as far as its manifest says it; undefined when it says
 * nothing. Pure.
 */
export function whyMissing({ identity: { group, kind }, manifest: { spec } }: DesiredObject): string | undefined {
  const isTemporary = group === 'batch' && kind === 'Job' && isRecord(spec) && spec['ttlSecondsAfterFinished'] != null;
  return isTemporary
    ? 'gone, as its ttlSecondsAfterFinished asks when it has ended: every sync runs it again'
    : undefined;
}
