import type { Delivery } from '../../workflow/api/results.js';

/**
 * What is to be said beside the name of an Argo Application that Argo CD delivers; empty for what we deliver.
 */
export function deliveryNotes({ deliveredBy }: Delivery): readonly string[] {
  return deliveredBy === undefined ? [] : ['delivered by Argo CD'];
}
