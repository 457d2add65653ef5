import type { GitopsError } from '../../errors.js';

/** Whether what was refused may be accepted when the object is deleted and made again. */
export function isRefusedInPlace({ code }: GitopsError): boolean {
  return code === 'CLUSTER_IMMUTABLE' || code === 'CLUSTER_IN_THE_WAY';
}
