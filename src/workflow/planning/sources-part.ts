import type { DesiredApplication } from '../../cluster/objects/desired.js';

/**
 * The resolved sources of an Argo Application as a part of a result; empty when all are in the repository.
 */
export function sourcesPart({ sources }: Pick<DesiredApplication, 'sources'>): Pick<DesiredApplication, 'sources'> {
  return sources === undefined ? {} : { sources };
}
