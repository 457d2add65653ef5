import type { Delivery } from '../../workflow/api/results.js';

/** The notes after the name of an Argo Application that Argo CD delivers. Empty for one that we deliver. */
export function deliveryNotes({ deliveredBy }: Delivery): readonly string[] {
  return deliveredBy === undefined ? [] : ['delivered by Argo CD'];
}
